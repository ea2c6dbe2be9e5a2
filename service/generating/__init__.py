"""What happens to words on their way to and from a language model: prompts, and sentences out of a stream."""
