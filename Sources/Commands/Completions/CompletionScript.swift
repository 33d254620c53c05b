/// What makes a shell ask `connector complete` for what it may offer.
///
/// The scripts know nothing of commands and options, so they stay right when the program changes.
enum CompletionScript {
  static let bash = #"""
    # Completion of connector for bash: source <(connector completions bash)

    _connector() {
      local IFS=$'\n' words=() word last="" prefix="" current name rest
      # bash takes `--format=json` for three words.
      for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ ${#words[@]} -gt 0 && ( $word == = || $last == = ) ]]; then
          words[${#words[@]}-1]+=$word
        else
          words+=("$word")
        fi
        last=$word
      done
      current=${words[${#words[@]}-1]}
      if [[ $current == -*=* ]]; then
        prefix=${current%%=*}=
        current=${current#*=}
      fi
      COMPREPLY=()
      while IFS=$'\t' read -r name rest; do
        case $name in
        :files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current")) ;;
        :folders) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "$current")) ;;
        *) COMPREPLY+=("${name#"$prefix"}") ;;
        esac
      done < <("${COMP_WORDS[0]}" complete -- "${words[@]}" 2>/dev/null)
    }

    complete -F _connector connector

    """#

  static let zsh = #"""
    #compdef connector
    # Completion of connector for zsh: write it to a file `_connector` in a folder of fpath.

    _connector() {
      local -a names options
      local line name meaning files=""
      while IFS= read -r line; do
        name=${line%%$'\t'*} meaning=${line#*$'\t'}
        case $name in
        :files) files="_files" ;;
        :folders) files="_files -/" ;;
        --*) options+=("$name:$meaning") ;;
        *) names+=("${name//:/\\:}${meaning:+:$meaning}") ;;
        esac
      done < <(${(Q)words[1]} complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
      (( $#names )) && _describe connector names
      (( $#options )) && _describe -o option options
      if [[ -n $files ]]; then
        [[ $words[CURRENT] == -*=* ]] && compset -P '*='
        ${=files}
      fi
    }

    if [[ "$funcstack[1]" == _connector ]]; then
      _connector "$@"
    else
      compdef _connector connector
    fi

    """#

  static let fish = #"""
    # Completion of connector for fish: connector completions fish | source

    function __connector_offers
      set -l words (commandline -opc)
      set -l current (commandline -ct)
      set -l start (string match -r -- '^-[^=]*=' "$current")
      set -l value (string replace -- "$start" '' "$current")
      for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
          case ':files*'
            for path in (__fish_complete_path "$value")
              echo "$start$path"
            end
          case ':folders*'
            for path in (__fish_complete_directories "$value" '')
              echo "$start$path"
            end
          case '*'
            echo $line
        end
      end
    end

    complete -c connector -f -a '(__connector_offers)'

    """#
}
