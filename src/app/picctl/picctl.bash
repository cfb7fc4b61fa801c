# picctl itself knows what could come next: its table of operations is in it.
_picctl() {
    local cur words cword
    _get_comp_words_by_ref -n =: cur words cword
    mapfile -t COMPREPLY < <(picctl --complete "${words[@]:1:cword}" 2>/dev/null)
    __ltrim_colon_completions "$cur"
}
complete -o default -F _picctl picctl
