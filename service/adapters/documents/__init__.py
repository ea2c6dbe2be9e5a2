"""Readers of files that an operator brings: plain text, Markdown, HTML, PDF and DOCX."""
