# Speaks with rapporteur: JSON lines, version 1 of the protocol.
#
# Put this file beside your program and read it in; it needs a POSIX shell with awk, and nothing else:
#
#     . "$(dirname "$0")/rapporteur-stage.sh"
#     edit() { texts | wc -l | awk '{ printf "{\"acme-lines\":{\"lines\":%d}}", $1 }'; }
#     serve acme-lines edit

# serve NAME FUNCTION: answers one report after the other until the input ends. FUNCTION gets a report as a line of JSON
# on its standard input and prints the layers that it adds, as one line of JSON; when it fails, the report is set aside.
serve() {
    IFS= read -r hello || return 0
    case $hello in
        *'"rapporteur"'*) ;;
        *) echo "$1 is started by rapporteur; name it in a pipeline file" >&2; return 2 ;;
    esac
    printf '{"protocol":1,"name":"%s"}\n' "$1"
    while IFS= read -r line || [ -n "$line" ]; do
        # Lines of a later version of the protocol that hold no report are let pass.
        case $line in *'"document"'*) ;; *) continue ;; esac
        # The number of the report is the first "id" that is a number: quotes within texts are escaped.
        number=$(printf '%s\n' "$line" | awk '{ match($0, /"id": *[0-9]+/); id = substr($0, RSTART + 5, RLENGTH - 5); print id + 0 }')
        if layers=$(printf '%s\n' "$line" | "$2"); then
            printf '{"id":%s,"document":{"layers":%s}}\n' "$number" "$layers"
        else
            printf '{"id":%s,"error":"the program %s failed on this report"}\n' "$number" "$1"
        fi
    done
}

# texts: the texts of a report's blocks, one a line, out of the JSON on standard input.
texts() {
    awk '{
        start = index($0, "\"blocks\":[")
        end = index($0, "\"sections\":[")
        if (start == 0) next
        rest = end > start ? substr($0, start, end - start) : substr($0, start)
        count = split(rest, parts, /"text": *"/)
        for (i = 2; i <= count; i++) {
            match(parts[i], /^([^"\\]|\\.)*/)
            text = substr(parts[i], 1, RLENGTH)
            gsub(/\\[nrt]|\\u00[01][0-9a-f]/, " ", text)
            gsub(/\\"/, "\"", text)
            gsub(/\\\\/, "\\", text)
            print text
        }
    }'
}
