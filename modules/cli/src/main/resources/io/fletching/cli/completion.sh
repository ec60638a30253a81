# Completes the arguments of fletch: to be sourced by bash, or by zsh with bashcompinit. The tables below it set 'words'
# for a command, or for a command and one of its flags.

_fletch() {
    local word=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]} glued= command=fletch at words found

    for ((at = 1; at < COMP_CWORD; at++)); do
        _fletch_commands "$command"
        case " $words " in
            *" ${COMP_WORDS[at]} "*) command="$command ${COMP_WORDS[at]}" ;;
        esac
    done

    # '--flag=word' is three words in bash and one in zsh.
    case $word in
        --*=*) flag=${word%%=*} glued=$flag= word=${word#*=} ;;
        =) word= glued=here ;;
        *) [ "$flag" != = ] || flag=${COMP_WORDS[COMP_CWORD - 2]} glued=here ;;
    esac
    if ! _fletch_values "$command $flag" && [ -z "$glued" ]; then
        case $word in
            -*) _fletch_flags "$command" ;;
            *)
                _fletch_commands "$command"
                local commands=$words
                _fletch_operands "$command"
                words="$commands $words"
                ;;
        esac
    fi
    [ "$glued" != here ] || glued=

    COMPREPLY=()
    case " $words " in
        *" :files "*) _fletch_add "$(compgen -f -- "$word")" files ;;
        *" :folders "*) _fletch_add "$(compgen -d -- "$word")" files ;;
    esac
    words=${words/:files/}
    _fletch_add "$(printf '%s\n' ${words/:folders/})"
}

# Adds those lines of $1 to the answer that begin with the word. Only bash has compopt; it tells how the answer is
# written into the line.
_fletch_add() {
    while IFS= read -r found; do
        case $found in
            '') ;;
            "$word"*=) COMPREPLY+=("$glued$found") && compopt -o nospace 2>/dev/null ;;
            "$word"*) COMPREPLY+=("$glued$found") ;;
        esac
    done <<<"$1"
    [ -z "${2:-}" ] || compopt -o filenames 2>/dev/null
}

