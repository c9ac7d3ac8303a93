#compdef image-clone-operator kubectl-imageclone
# source <(image-clone-operator completion zsh)
_image_clone_operator() {
  local line="${(j: :)words[2,CURRENT]}"
  local -a found
  found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
  compadd -- ${found:#} || _files
}
compdef _image_clone_operator image-clone-operator kubectl-imageclone
