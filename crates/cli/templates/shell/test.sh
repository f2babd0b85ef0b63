#!/bin/sh
# Tests of the stage: `sh test.sh`.

here=$(dirname "$0")
report='{"id":"b3","blocks":[{"kind":"heading","text":"Session 1: Water"},{"kind":"paragraph","text":"The \"wells\"\nwere counted."}],"sections":[]}'
said=$(printf '{"rapporteur":1,"options":{}}\n{"id":7,"document":%s}\n' "$report" | sh "$here/stage.sh")
wanted='{"protocol":1,"name":"house-terms"}
{"id":7,"document":{"layers":{"house-terms-result":{"blocks":2,"words":7}}}}'

if [ "$said" = "$wanted" ]; then
    echo "ok: words of blocks are counted"
else
    printf 'failed: the program said\n%s\nand not\n%s\n' "$said" "$wanted" >&2
    exit 1
fi
