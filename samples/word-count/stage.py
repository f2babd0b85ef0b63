#!/usr/bin/env python3
"""The stage `word-count`: counts the words of a report.

This is where you begin: change `edit` to what the stage does, and `OPTIONS` to what it may be told.
"""

import re

from rapporteur_stage import blocks, serve

WORD = re.compile(r"\w+(?:['’-]\w+)*")

OPTIONS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "shortest": {
            "type": "integer",
            "minimum": 1,
            "maximum": 40,
            "default": 1,
            "description": "Words of fewer letters are not counted.",
        },
    },
}


def edit(document, options):
    """What the stage finds in a report, as a layer of its own."""
    shortest = options.get("shortest", 1)
    texts = [block["text"] for _, block in blocks(document)]
    words = [word for text in texts for word in WORD.findall(text) if len(word) >= shortest]
    return {"layers": {"word-count-result": {"paragraphs": len(texts), "words": len(words)}}}


if __name__ == "__main__":
    # `takes` are the parts of a report that `edit` sees; without it, all.
    serve(edit, "word-count", takes=["blocks"], schema=OPTIONS)
