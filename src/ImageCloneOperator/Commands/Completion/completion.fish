# image-clone-operator completion fish | source
function __image_clone_operator_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l line (string join -- ' ' $words[2..-1])
  $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c image-clone-operator -a '(__image_clone_operator_complete)'
complete -c kubectl-imageclone -a '(__image_clone_operator_complete)'
