"""Makes a tiny language model with random weights, whose every word is nonsense: `python -m tests.integration.tiny_model FOLDER`.

Its tokeniser is trained on the guides, so that the nonsense is made of their words. See docs/peers.md.
"""

import sys
from pathlib import Path
from typing import Any

_GUIDES = Path(__file__).parents[2] / "corpus" / "guides"
_TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def main() -> None:
    """Write the model into the folder that was named."""
    import torch
    import transformers

    folder = sys.argv[1]
    torch.manual_seed(7)  # type: ignore[no-untyped-call,unused-ignore]
    # The classes carry no types of their own.
    library: Any = transformers
    fast = library.PreTrainedTokenizerFast(tokenizer_object=_tokeniser(), bos_token="<s>", eos_token="</s>", pad_token="</s>")
    fast.chat_template = _TEMPLATE
    fast.save_pretrained(folder)
    size = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 4}
    config = library.LlamaConfig(vocab_size=len(fast), max_position_embeddings=8192, bos_token_id=0, eos_token_id=1, **size)
    library.LlamaForCausalLM(config).save_pretrained(folder)


def _tokeniser() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokeniser = Tokenizer(models.BPE())
    tokeniser.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokeniser.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=2000, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokeniser.train_from_iterator([file.read_text(encoding="utf-8") for file in sorted(_GUIDES.glob("*.md"))], trainer)
    return tokeniser


if __name__ == "__main__":
    main()
