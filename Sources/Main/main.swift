internal import Commands
internal import Glibc

// A reader that goes away is seen by `write`, not by the death of the process.
signal(SIGPIPE, SIG_IGN)
let code =
  if let refusal = Tool.refusalWithoutThreads(.ofProcess()) {
    refusal
  } else {
    await Tool.run(Array(CommandLine.arguments.dropFirst()), .ofProcess())
  }
// Threads of libcurl and of the resolver may still be at work: what handlers of `exit` free under their hands they would free again.
fflush(nil)
_exit(code.rawValue)
