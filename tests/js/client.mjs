// Asks the service with the official JavaScript client and prints what it got as JSON: node client.mjs ADDRESS TEXT
import OpenAI from "openai";

const [baseURL, text] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "any", maxRetries: 0 });
const messages = [{ role: "user", content: text }];

const models = [];
for await (const model of await client.models.list()) models.push(model.id);
const whole = await client.chat.completions.create({ model: "mend", messages });
const stream = await client.chat.completions.create({ model: "mend", messages, stream: true, stream_options: { include_usage: true } });
let streamed = "";
let finish = null;
let usage = null;
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}
const error = await client.chat.completions.create({ model: "mend", messages: [{ role: "user", content: " " }] }).catch((e) => e.status);
console.log(
  JSON.stringify({
    models,
    text: whole.choices[0].message.content,
    streamed,
    finish,
    usage: usage.total_tokens,
    citations: whole.citations.length,
    error,
  }),
);
