"""Speaks with rapporteur: JSON lines, version 2 of the protocol or 1.

Put this file beside your program. It needs Python 3.8 and nothing else:

    from rapporteur_stage import serve

    def edit(document, options):
        return {"layers": {"acme-words": {"blocks": len(document["blocks"])}}}

    serve(edit, "acme-words", takes=["blocks"])

`rapporteur schema document` describes what is exported; `rapporteur schema protocol`, what a document is here.
"""

import gc
import json
import sys
import traceback

PROTOCOL = 2


class LeaveOut(Exception):
    """Raise it, with the reason, to leave a report out of the results."""


class Refuse(Exception):
    """Raise it, with a sentence for the archive's owner, when nothing can be made of a report: it is set aside."""

    def __init__(self, message, hint=None):
        super().__init__(message)
        self.hint = hint


def blocks(document, kinds=("paragraph", "list-item", "quote")):
    """The blocks of a document of these kinds, each with its number. Running heads are of the kind `furniture`."""
    return [(number, block) for number, block in enumerate(document.get("blocks", [])) if block["kind"] in kinds]


def serve(edit, name, source=None, target=None, **said):
    """Answers one report after the other until the input ends.

    `edit(document, options)` gives what it changes of the document, as a dictionary: {"layers": {NAME: …}} adds a
    finding, {"blocks": […]} gives all blocks anew. What is not mentioned stays as it was; None changes nothing.
    A list of dictionaries makes several reports of one.

    What else the program says of itself goes into its hello: `schema`, a JSON Schema of its options, by which they are
    checked before a run, shown by `rapporteur stages show`, and completed by editors; `takes`, the parts of a document
    that it wants to see (all, when it does not say; less is faster); `version`, `summary`, `needs`, `gives`.
    """
    source = source or sys.stdin.buffer
    target = target or sys.stdout.buffer
    # What the program prints must not come between the answers.
    sys.stdout = sys.stderr
    hello = json.loads(source.readline())
    if not isinstance(hello, dict) or "rapporteur" not in hello:
        raise SystemExit(f"{name} is started by rapporteur; name it in a pipeline file")
    options = hello.get("options") or {}
    _write(target, _line({"protocol": min(PROTOCOL, hello["rapporteur"]), "name": name, **said}))
    for line in source:
        request = _read(line) if line.strip() else {}
        # Lines of a later version of the protocol that hold no report are let pass.
        if "document" in request:
            _write(target, _answer(edit, request, options))


def _answer(edit, request, options):
    number = request["id"]
    try:
        changes = edit(request["document"], options)
        if isinstance(changes, list):
            return _line({"id": number, "documents": changes})
        return _line({"id": number, "document": changes or {}})
    except LeaveOut as reason:
        return _line({"id": number, "leave_out": str(reason)})
    except Refuse as reason:
        return _line({"id": number, "error": str(reason), "hint": reason.hint})
    except Exception as fault:  # One report that the program does not bear must not end it.
        traceback.print_exc()
        return _line({"id": number, "error": f"{type(fault).__name__}: {fault}"})


def _read(line):
    # A report is many small objects, and none of them is garbage yet: looking for it would take a third of the time.
    gc.disable()
    try:
        return json.loads(line)
    finally:
        gc.enable()


def _line(value):
    # Without spaces, what is given back as it came has the bytes that it came with, and need not be read again.
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def _write(target, line):
    target.write(line)
    target.flush()
