"""Tests of the stage: `python3 -m unittest` in this folder."""

import json
import pathlib
import subprocess
import sys
import unittest

from stage import edit

REPORT = {
    "blocks": [
        {"kind": "heading", "text": "Session 1: Water"},
        {"kind": "paragraph", "text": "The wells were counted twice."},
        {"kind": "furniture", "text": "12"},
    ]
}


class Stage(unittest.TestCase):
    def test_words_of_paragraphs_are_counted(self):
        result = edit(REPORT, {})["layers"]["word-count-result"]
        self.assertEqual(result, {"paragraphs": 1, "words": 5})

    def test_short_words_can_be_passed_over(self):
        result = edit(REPORT, {"shortest": 4})["layers"]["word-count-result"]
        self.assertEqual(result["words"], 4)

    def test_the_program_speaks_with_rapporteur(self):
        lines = [{"rapporteur": 2, "options": {}}, {"id": 7, "document": REPORT}]
        program = pathlib.Path(__file__).with_name("stage.py")
        said = subprocess.run(
            [sys.executable, str(program)],
            input="".join(json.dumps(line) + "\n" for line in lines).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        hello, answer = [json.loads(line) for line in said.stdout.splitlines()]
        self.assertEqual(hello["protocol"], 2)
        self.assertEqual((answer["id"], answer["document"]), (7, edit(REPORT, {})))


if __name__ == "__main__":
    unittest.main()
