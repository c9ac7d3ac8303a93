# source <(image-clone-operator completion bash)
_image_clone_operator() {
  local line=${COMP_LINE:0:COMP_POINT} words
  line=${line#"${COMP_WORDS[0]}"}
  line=${line# }
  words=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _image_clone_operator image-clone-operator kubectl-imageclone
