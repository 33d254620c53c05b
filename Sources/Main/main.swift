internal import Commands
internal import Glibc

// A reader that goes away is seen by `write`, not by the death of the process.
signal(SIGPIPE, SIG_IGN)
let code = await Tool.run(Array(CommandLine.arguments.dropFirst()), .ofProcess())
exit(code.rawValue)
