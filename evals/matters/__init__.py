"""The reader of matters: what a message brings, learnt from messages under cards, sections, outside subjects and acts."""
