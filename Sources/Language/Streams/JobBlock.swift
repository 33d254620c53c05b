/// An asynchronous job.
package struct JobBlock: Construct {
  package static let about = About(
    "stream/job", "An asynchronous job: started, asked after until it is done, downloaded, deleted.",
    example: """
      start: {post: /exports, json: {kind: employees}}
      id: body.id
      poll: {get: "/exports/${job.id}", every: 5s, at_most: 30m}
      done: body.status == "done"
      failed: body.status == "failed"
      download: {get: "/exports/${job.id}/file"}
      """)
  package static let start = Field<RequestBlock>.required(
    "start", .block(), "The call that starts it.", aka: ["create", "creation_requester"])
  package static let id = Field<ExpressionText>.required(
    "id", .expression(.response), "Finds the job's id in the reply to `start`.")
  package static let poll = Field<PollRequest>.required(
    "poll", .block(), "The call that asks how far it is.", aka: ["polling_requester", "status"])
  package static let done = Field<ExpressionText>.required(
    "done", .expression(.response, .boolean), "True of the reply to `poll` when it is done.",
    aka: ["completed"])
  package static let failed = Field<ExpressionText>.optional(
    "failed", .expression(.response, .boolean), "True of the reply to `poll` when it failed.")
  package static let find = Field<JobFindRequest>.optional(
    "find", .block(), "A call made when it is done, whose reply tells the addresses to download.",
    aka: ["download_target_requester"])
  package static let addresses = Field<ExpressionText>.optional(
    "urls", .expression(.response, .list), "Finds the addresses to download in the reply to `poll`.",
    aka: ["download_target_extractor"])
  package static let download = Field<RequestBlock>.optional(
    "download", .block(), "The call that downloads the result.", aka: ["download_requester"])
  package static let delete = Field<RequestBlock>.optional(
    "delete", .block(), "The call that deletes the job afterwards.", aka: ["delete_requester", "cleanup"])
  package static let fields: [any AnyField] = [
    start, id, poll, done, failed, addresses, find, download, delete,
  ]
  package static let constraints: [Constraint] = [.exactlyOne(["urls", "find", "download"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Asking where the results of a job lie.
package struct JobFindRequest: Construct {
  package static let about = About(
    "stream/job/find",
    "Asking where the results of a job lie, where the reply that says it is done names something else.",
    details: "Addresses at another host are downloaded without credentials.",
    example: "get: /documents/${job.done.documentId}\nurls: \"[body.url]\"")
  package static let addresses = Field<ExpressionText>.required(
    "urls", .expression(.response, .list), "Finds the addresses to download in the reply.")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.request) + [addresses]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Asking after a job.
package struct PollRequest: Construct {
  package static let about = About(
    "stream/job/poll", "Asking how far a job is.", example: "get: /exports/${job.id}\nevery: 5s\nat_most: 30m"
  )
  package static let every = Field<Milliseconds>.defaulted(
    "every", .duration, Milliseconds(5000), shown: "5s", "How long to wait between questions.",
    aka: ["interval"])
  package static let atMost = Field<Milliseconds>.defaulted(
    "at_most", .duration, Milliseconds(1_800_000), shown: "30m", "Give up after this time.",
    aka: ["polling_job_timeout"])
  package static let fields: [any AnyField] = RequestBlock.commonFields(.request) + [every, atMost]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
