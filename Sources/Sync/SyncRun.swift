package import Interpreter
internal import Language
package import Programs
package import Storage
internal import Synchronization
internal import Values

/// One run of an integration from beginning to end: which streams, in which order, under which lease, with which outcome.
package struct SyncRun: Sendable {
  package let session: Session
  package let plan: SyncPlan
  package let store: any Store
  package let integration: IntegrationRecord
  package let request: SyncRequest
  /// Rows go here instead of into the store.
  package let sink: (any RowSink)?
  /// What earlier runs have written, where this one writes elsewhere.
  package let kept: KeptRows?
  package let progress: SyncProgress
  package let stop: StopSignal

  package init(
    session: Session, plan: SyncPlan, store: any Store, integration: IntegrationRecord, request: SyncRequest,
    sink: (any RowSink)?, kept: KeptRows? = nil, progress: SyncProgress, stop: StopSignal
  ) {
    self.session = session
    self.plan = plan
    self.store = store
    self.integration = integration
    self.request = request
    self.sink = sink
    self.kept = kept
    self.progress = progress
    self.stop = stop
  }

  /// Streams that do not need each other are read at the same time, so many at most.
  private static let parallelStreams = 4
  /// A lease lasts a minute; renewed this often, it outlives three failures.
  private static let renewal = Duration.seconds(15)

  package func run() async throws(SyncFailure) -> SyncReport {
    let streams = try selected()
    let start = session.clock.elapsed
    if let sink { try guarded { () throws(SinkFailure) in try sink.begin(plan.sources(of: streams)) } }
    let order = try await order(of: streams)
    let lease = try await begin(streams)
    let renewal = Task { [store, stop, clock = session.clock] in
      while !Task.isCancelled {
        guard (try? await clock.sleep(for: Self.renewal)) != nil else { return }
        // Without a lease nothing can be written any more: the next commit says so.
        if (try? await store.renew(lease)) == nil { stop.raise() }
      }
    }
    defer { renewal.cancel() }
    let shared = SharedRun()
    let reading = Task { await read(streams, order, lease, shared) }
    // Whoever wants to stop does not wait until the provider allows the next call.
    stop.whenRaised { reading.cancel() }
    let outcomes = await withTaskCancellationHandler {
      await reading.value
    } onCancel: {
      reading.cancel()
    }
    let outcome = Self.outcome(outcomes)
    let hasRead = outcome == .succeeded || outcomes.contains { $0.pages > 0 }
    let unwritten = hasRead ? unwritten() : nil
    var unlinked: StoreFailure?
    do {
      if !keepsNothing { try await store.link(lease, streams.flatMap(\.identities)) }
    } catch {
      // The rows are good; links are found by the next run, from where this one came to.
      unlinked = error
    }
    do {
      try await store.finish(
        lease, RunEnd(outcome: outcome, finishedAt: session.clock.now, streams: outcomes))
    } catch {
      throw SyncFailure(error)
    }
    if let unlinked { throw SyncFailure(unlinked) }
    // The streams have told it where it was one of them that met it.
    if let unwritten, !shared.hasToldOfSink { throw unwritten }
    return SyncReport(
      run: sink == nil ? lease.run : nil, outcome: outcome, streams: outcomes,
      seconds: SyncRun.seconds(session.clock.elapsed - start), failure: shared.failure)
  }

  /// Whoever wants to stop waits for nothing that the next run does as well.
  private var keepsNothing: Bool { sink != nil || request.isDryRun || stop.isRaised }

  private func selected() throws(SyncFailure) -> [StreamPlan] {
    do {
      return try plan.selection(request)
    } catch {
      throw SyncFailure(error)
    }
  }

  /// What became of the last bytes for a sink; nil when they were written.
  private func unwritten() -> SyncFailure? {
    do throws(SinkFailure) {
      try sink?.finish()
      return nil
    } catch {
      return SyncFailure(error)
    }
  }

  private func guarded(_ body: () throws(SinkFailure) -> Void) throws(SyncFailure) {
    do {
      try body()
    } catch {
      throw SyncFailure(error)
    }
  }

  private func begin(_ streams: [StreamPlan]) async throws(SyncFailure) -> RunLease {
    do {
      let kind = request.isFull ? "full" : "incremental"
      return try await store.begin(
        integration.id,
        RunStart(
          kind: kind, streams: streams.map(\.name), isByHand: request.isByHand))
    } catch {
      throw SyncFailure(error)
    }
  }

  private func order(of streams: [StreamPlan]) async throws(SyncFailure) -> ReadingOrder {
    var begun: Set<String> = []
    if !request.isFull, sink == nil {
      do {
        begun = Set(try await store.checkpoints(integration.id).filter { !$0.isBegunOnly }.map(\.stream))
      } catch {
        throw SyncFailure(error)
      }
    }
    return ReadingOrder(streams.map(\.program), begun: begun)
  }

  /// Reads the streams, each after those it waits for; a stream whose parent failed is not read.
  private func read(
    _ streams: [StreamPlan], _ order: ReadingOrder, _ lease: RunLease, _ shared: SharedRun
  ) async -> [StreamOutcome] {
    var waiting = streams
    var outcomes: [String: StreamOutcome] = [:]
    await withTaskGroup(of: StreamOutcome.self) { group in
      var running = 0
      while !waiting.isEmpty || running > 0 {
        while running < Self.parallelStreams,
          let next = waiting.firstIndex(where: { order.isReady($0.name, after: outcomes.keys) })
            ?? (running == 0 && !waiting.isEmpty ? waiting.startIndex : nil)
        {
          let plan = waiting.remove(at: next)
          if let failed = plan.program.parents.first(where: { outcomes[$0]?.outcome == .failed }) {
            outcomes[plan.name] = StreamOutcome(
              stream: plan.name, outcome: .failed, counts: RowCounts(), pages: 0, requests: 0, seconds: 0,
              problems: ["not read, because `\(failed)` failed"])
            progress.update(plan.name) { $0.phase = .done(.failed) }
            continue
          }
          running += 1
          let sync = StreamSync(self, plan, lease, shared, isAlone: streams.count == 1)
          group.addTask { await sync.run() }
        }
        guard let outcome = await group.next() else { continue }
        running -= 1
        outcomes[outcome.stream] = outcome
      }
    }
    return streams.compactMap { outcomes[$0.name] }
  }

  private static func outcome(_ streams: [StreamOutcome]) -> RunEnd.Outcome {
    if streams.allSatisfy({ $0.outcome == .succeeded }) { return .succeeded }
    if streams.contains(where: { $0.outcome == .stopped }) { return .stopped }
    let wroteNothing = streams.allSatisfy { $0.pages == 0 }
    return wroteNothing && streams.contains { $0.outcome == .failed } ? .failed : .partial
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}

/// Why a run could not even begin, or could not be brought to its end.
package struct SyncFailure: Error, Sendable, CustomStringConvertible {
  package enum Cause: Sendable {
    case store(StoreFailure)
    case sink(SinkFailure)
    case run(RunFailure)
  }

  package let cause: Cause

  init(_ failure: StoreFailure) { cause = .store(failure) }
  init(_ failure: SinkFailure) { cause = .sink(failure) }
  init(_ failure: RunFailure) { cause = .run(failure) }

  package var description: String {
    switch cause {
    case .store(let failure): failure.description
    case .sink(let failure): failure.description
    case .run(let failure): failure.description
    }
  }
}

/// What the streams of a run share: pages go into a sink one at a time, and the first failure is remembered.
actor SharedRun {
  private let first = Mutex<SyncFailure?>(nil)

  nonisolated var failure: SyncFailure? { first.withLock { $0 } }

  nonisolated var hasToldOfSink: Bool { if case .sink? = failure?.cause { true } else { false } }

  nonisolated func note(_ failure: SyncFailure) {
    first.withLock { if $0 == nil { $0 = failure } }
  }

  func write(_ page: SinkPage, to sink: any RowSink) throws(SinkFailure) { try sink.write(page) }
}
