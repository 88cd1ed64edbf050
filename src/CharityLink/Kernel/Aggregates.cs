using CharityLink.Store;

namespace CharityLink.Kernel;

/// <summary>State that is folded from facts.</summary>
public interface IState<TState, TEvent> where TState : class, IState<TState, TEvent>
{
    /// <summary>The state after one more fact. A fact that cannot follow is a bug and throws <see cref="CorruptStreamException"/>.</summary>
    static abstract TState Evolve(TState? state, TEvent fact);
}

/// <summary>A stream holds a fact that cannot follow the ones before it, or one this program does not know.</summary>
public sealed class CorruptStreamException(object? state, object fact)
    : Exception($"{fact.GetType().Name} cannot follow {state?.GetType().Name ?? "nothing"}.");

/// <summary>The stream belongs to something else: a form brought an id that is taken.</summary>
public sealed class ForeignStreamException(Guid streamId) : Exception($"Stream {streamId} belongs to something else.");

/// <summary>Somebody else changed the stream between reading and appending: the command is to be decided anew.</summary>
public sealed class ConcurrencyException(Guid streamId) : Exception($"Stream {streamId} moved on.");

/// <summary>Loads a stream, lets a pure rule decide, appends what it decided.</summary>
public sealed class Aggregates(EventStore store, CommandContext context)
{
    /// <summary>Reads the stream, decides, appends under the version it read.</summary>
    public async Task<Outcome> Change<TState, TEvent>(Guid id, Func<TState?, Decision<TEvent>> decide, CancellationToken ct)
        where TState : class, IState<TState, TEvent> where TEvent : class
    {
        var (state, version, position) = await Load<TState, TEvent>(id, ct);
        return await Carry<TState, TEvent>(id, version, position, decide(state), [], ct);
    }

    /// <summary>For what is usually new: decides on nothing first, and reads only when the stream turns out to exist.</summary>
    public async Task<Outcome> Create<TState, TEvent>(Guid id, Func<TState?, Decision<TEvent>> decide, CancellationToken ct)
        where TState : class, IState<TState, TEvent> where TEvent : class
    {
        try
        {
            return await Carry<TState, TEvent>(id, 0, 0, decide(null), [], ct);
        }
        catch (ConcurrencyException)
        {
            return await Change(id, decide, ct);
        }
    }

    /// <summary>The state of a stream, its version and the position of its last fact; null, 0, 0 when there is none.</summary>
    public async Task<(TState? State, long Version, long Position)> Load<TState, TEvent>(Guid id, CancellationToken ct)
        where TState : class, IState<TState, TEvent> where TEvent : class
    {
        var stream = await store.ReadFacts(id, ct);
        if (stream.Facts.Count > 0 && stream.Facts[0] is not (TEvent or UnknownEvent))
        {
            throw new ForeignStreamException(id);
        }

        TState? state = null;
        foreach (var fact in stream.Facts)
        {
            state = TState.Evolve(state, fact as TEvent ?? throw new CorruptStreamException(state, fact));
        }

        return (state, stream.Version, stream.Position);
    }

    /// <summary>Appends to several streams at once, all or nothing, under the command's id.</summary>
    public async Task<Outcome> Append(IReadOnlyList<StreamChange> changes, CancellationToken ct) =>
        await store.Append(changes, context.Metadata, ct) switch
        {
            AppendResult.Appended done => Outcome.Done(done.Position),
            AppendResult.AlreadyDone before when before.CommandHash == context.CommandHash => Outcome.Done(before.Position),
            AppendResult.AlreadyDone => Outcome.Refused(new Refusal("command_id_reused")),
            AppendResult.VersionConflict moved => throw new ConcurrencyException(moved.StreamId),
            var other => throw new InvalidOperationException($"Unknown append result {other}."),
        };

    /// <summary>Another stream that a decision rests on, to be held at the version it was read at; nothing of one there is not.</summary>
    public static IReadOnlyList<StreamChange> Held(Guid id, string kind, long version) => version == 0 ? [] : [new StreamChange(id, kind, version, [])];

    /// <summary>Appends what was decided on a stream that was loaded.</summary>
    /// <param name="held">Other streams the decision rests on, each with the version it was read at and no events: when one has moved, all is decided anew.</param>
    public Task<Outcome> Carry<TState, TEvent>(
        Guid id, long version, long position, Decision<TEvent> decision, IReadOnlyList<StreamChange> held, CancellationToken ct)
        where TState : class, IState<TState, TEvent> where TEvent : class => decision switch
        {
            { Refusals.Count: > 0 } => Task.FromResult(new Outcome(decision.Refusals, 0)),
            { NewFacts.Count: 0 } => Task.FromResult(Outcome.Done(position)),
            _ => Append([new StreamChange(id, EventTypes.SnakeCase(typeof(TState).Name), version, decision.NewFacts), .. held], ct),
        };
}
