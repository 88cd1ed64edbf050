using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Carries one operation a step further: sends it (or looks it up when its key is too old), writes down what is known, and turns a final answer into facts.</summary>
public sealed partial class OperationCarrier
{
    /// <summary>What a provider's adapter says where a key was used before for another call: a bug of ours, which no new key may heal.</summary>
    public const string KeyReused = "key_reused";

    private const int StoreMost = 500;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConcludeAgain = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IPaymentPurpose> purposes;
    private readonly Gathering<OperationResult> storing;
    private readonly Gathering<(Guid, string?)> concluding;
    private readonly PaymentProviders providers;
    private readonly PaymentCircuits circuits;
    private readonly OperationAnswers answers;
    private readonly SystemCommands commands;
    private readonly TimeProvider clock;
    private readonly ILogger<OperationCarrier> log;

    /// <summary>With everything that wants calls.</summary>
    public OperationCarrier(
        PaymentOperations operations, IEnumerable<IPaymentPurpose> purposes, PaymentProviders providers, PaymentCircuits circuits, OperationAnswers answers,
        SystemCommands commands, TimeProvider clock, ILogger<OperationCarrier> log)
    {
        this.purposes = purposes.ToDictionary(purpose => purpose.Name, StringComparer.Ordinal);
        (this.providers, this.circuits, this.answers, this.commands, this.clock, this.log) = (providers, circuits, answers, commands, clock, log);
        storing = new(StoreMost, operations.Store);
        concluding = new(StoreMost, operations.Concluded);
    }

    /// <summary>One step of an operation that was leased.</summary>
    public async Task Carry(PaymentOperation operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var withheld = await Withheld(operation, ct);
        var result = Judge(operation, withheld ?? await Ask(operation, ct));
        if (result.Answer?.Kind == AnswerKind.NotAllowed)
        {
            NotAllowed(log, operation.Provider, result.Error);
            var (since, retryAt) = await circuits.Open(operation.Provider, result.Error ?? "");
            await Tell("access_refused", operation.Provider, $"{since:O}", null, result.Error);
            result = result with { NextTryAt = retryAt };
        }
        else if (operation.IsSuspended)
        {
            await (withheld is null && result.Answer?.Kind is not (AnswerKind.Unknown or AnswerKind.Busy) ? circuits.Close(operation.Provider) : circuits.TryNext(operation.Provider));
        }

        if (result is { State: "failed", Error: KeyReused })
        {
            // Told before it is written down: a crash in between asks again, and is answered the same.
            await Tell(KeyReused, operation.Provider, operation.Key, operation.Id, result.Error);
        }

        await storing.Add(result);
        var now = operation with { Key = result.Key, State = result.State, ObjectId = result.ObjectId, Answer = result.Answer, Error = result.Error, EndedAt = result.EndedAt };
        answers.Tell(now);
        if (now is { HasEnded: true } && !result.IsOver)
        {
            await Conclude(now, ct);
        }
    }

    /// <summary>Makes facts of an outcome that will not change. Again after a crash: the commands may be sent twice.</summary>
    public async Task Conclude(PaymentOperation operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var refused = await commands.SendAll(Follow(operation, operation.Answer), ct);
        if (refused == SystemCommands.Busy)
        {
            // Nothing was decided, so nothing may be lost: its lease runs out and it is taken up again.
            throw new InvalidOperationException($"What follows from operation {operation.Id} could not be written down yet.");
        }

        if (refused is not null)
        {
            Refused(log, operation.Id, operation.Purpose, refused);
            await Tell("outcome_refused", operation.Provider, $"{operation.Id}", operation.Id, refused);
        }

        await concluding.Add((operation.Id, refused));
    }

    // An alert that cannot be kept is one that nobody sees: then the call is carried again.
    private async Task Tell(string kind, string provider, string about, Guid? aboutId, string? code)
    {
        if (await commands.Send(RaisePaymentAlert.Of(kind, provider, about, aboutId, code ?? ""), CancellationToken.None) is { IsDone: false } outcome)
        {
            throw new InvalidOperationException($"An alert was refused: {outcome.Refusals[0].Code}.");
        }
    }

    // One whose answer was lost is asked about, whatever has happened since.
    private async Task<PaymentAnswer?> Withheld(PaymentOperation operation, CancellationToken ct) =>
        operation is { Tries: 1 } or { Answer.Kind: AnswerKind.NotAllowed or AnswerKind.Busy }
            && purposes.GetValueOrDefault(operation.Purpose) is { } purpose && await purpose.Withheld(operation, ct) is { } why ? new PaymentAnswer(AnswerKind.Refused) { Reason = why } : null;

    private async Task<PaymentAnswer?> Ask(PaymentOperation operation, CancellationToken ct) => operation switch
    {
        { FirstSentAt: null } => new PaymentAnswer(AnswerKind.Refused) { Reason = "too_late" },
        _ when providers.Find(operation.Provider) is not { } => new PaymentAnswer(AnswerKind.Busy) { Reason = "provider_missing" },
        { FirstSentAt: { } since } when providers.Find(operation.Provider) is { } provider =>
            clock.GetUtcNow() - since > provider.KeyLife ? await provider.Find(operation, ct) : await provider.Send(operation, ct),
        _ => throw new InvalidOperationException("A provider is there or it is not."),
    };

    private OperationResult Judge(PaymentOperation operation, PaymentAnswer? answer)
    {
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(operation.Tries, 20))));
        if (answer is null)
        {
            // It was never done, and the old key would not guard it any more: the same wish under a new one.
            return new(operation.Id, Renewed(operation.Key), "planned", null, null, null, now, null, false, true);
        }

        if (!answer.IsFinal)
        {
            var next = answer.NotBefore > now + pause ? answer.NotBefore.Value : now + pause;
            return new(operation.Id, operation.Key, answer.Kind == AnswerKind.Unknown ? "unknown" : "planned", answer.ObjectId, answer, answer.Reason, next, null, false, false);
        }

        var state = answer.Kind switch { AnswerKind.Declined => "declined", AnswerKind.Refused => "failed", _ => "succeeded" };
        if (answer.Kind == AnswerKind.Refused)
        {
            Failed(log, operation.Id, operation.Purpose, operation.Provider, answer.Reason);
        }

        return new(
            operation.Id, operation.Key, state, answer.ObjectId, answer, answer.Kind == AnswerKind.Refused ? answer.Reason ?? "refused" : null, now + ConcludeAgain, now,
            Follow(operation, answer).Count == 0, false);
    }

    // A row that was planned without a call (nobody offers it any more) has no answer: it was refused.
    private IReadOnlyList<Kernel.ICommand> Follow(PaymentOperation operation, PaymentAnswer? answer) =>
        purposes.GetValueOrDefault(operation.Purpose)?.Conclude(operation, answer ?? new PaymentAnswer(AnswerKind.Refused) { Reason = operation.Error }) ?? [];

    private static string Renewed(string key)
    {
        var dot = key.LastIndexOf('.');
        return dot < 0 ? key + ".2" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key[..dot]}.{int.Parse(key[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture) + 1}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: {Provider} refuses our access ({Reason}); its calls wait until it is mended")]
    private static partial void NotAllowed(ILogger log, string provider, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: operation {Operation} ({Purpose}) was refused by {Provider}: {Reason}")]
    private static partial void Failed(ILogger log, Guid operation, string purpose, string provider, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: what follows from operation {Operation} ({Purpose}) was refused: {Code}")]
    private static partial void Refused(ILogger log, Guid operation, string purpose, string code);
}
