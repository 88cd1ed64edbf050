using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Tells those who run the platform of something that nothing heals by itself.</summary>
/// <param name="AlertId">From <see cref="PaymentMatter.AlertOf(string, string, string)"/>: the same thing is told once.</param>
[Allow]
public sealed record RaisePaymentAlert(Guid CommandId, Guid AlertId, string Kind, string Provider, Guid? AboutId, string Code) : ICommand
{
    /// <summary>The command for an alert: the same however often it is raised.</summary>
    /// <param name="about">What makes it this one and no other.</param>
    public static RaisePaymentAlert Of(string kind, string provider, string about, Guid? aboutId, string code)
    {
        var id = PaymentMatter.AlertOf(kind, provider, about);
        return new(StableId.Beside(id, "raise"), id, kind, provider, aboutId, code);
    }
}

/// <summary>Notes that somebody has read an alert.</summary>
[Allow(Role.Administrator)]
public sealed record SeePaymentAlert(Guid CommandId, Guid AlertId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PaymentMatterLocator.Platform;
}

/// <summary>Has a notification that was laid aside acted on again.</summary>
/// <param name="EventId">The provider's own id of it.</param>
[Allow(Role.Administrator)]
public sealed record RetryNotification(Guid CommandId, string Provider, string EventId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PaymentMatterLocator.Platform;
}

/// <summary>Gives a notification up that was laid aside; the reason stays.</summary>
/// <param name="EventId">The provider's own id of it.</param>
[Allow(Role.Administrator)]
public sealed record DropNotification(Guid CommandId, string Provider, string EventId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => PaymentMatterLocator.Platform;

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Lets calls out again to a provider that refused us: all of them, or one to try.</summary>
[Allow(Role.Administrator)]
public sealed record MendCircuit(Guid CommandId, string Provider, bool TryOnly) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PaymentMatterLocator.Platform;
}

/// <summary>What concerns the platform's own connection to providers lies in no organisation and no division: only who runs the platform reaches it.</summary>
internal sealed class PaymentMatterLocator : ILocator
{
    private const string MatterKind = "payment_matter";

    public static Subject Platform { get; } = new(MatterKind, "");

    public string Kind => MatterKind;

    public ValueTask<Place?> Locate(string key, CancellationToken ct) => ValueTask.FromResult<Place?>(null);
}

internal sealed class PaymentMatterHandler(Aggregates aggregates, PaymentAlerts alerts, PaymentWatch watch, PaymentCircuits circuits, CommandContext context)
    : IRequestHandler<RaisePaymentAlert, Outcome>, IRequestHandler<SeePaymentAlert, Outcome>, IRequestHandler<RetryNotification, Outcome>, IRequestHandler<DropNotification, Outcome>,
      IRequestHandler<MendCircuit, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public Task<Outcome> Handle(RaisePaymentAlert ask, CancellationToken ct) =>
        aggregates.Create<PaymentMatter, IPaymentMatterEvent>(ask.AlertId, matter => PaymentMatter.Decide(matter, ask), ct);

    public async Task<Outcome> Handle(SeePaymentAlert ask, CancellationToken ct)
    {
        var isKnown = await alerts.Knows(ask.AlertId, ct);
        return await aggregates.Change<PaymentMatter, IPaymentMatterEvent>(ask.AlertId, matter => PaymentMatter.Decide(matter, ask, isKnown, By), ct);
    }

    public async Task<Outcome> Handle(RetryNotification ask, CancellationToken ct)
    {
        var isAside = await watch.IsAside(ask.Provider, ask.EventId, ct);
        return await aggregates.Change<PaymentMatter, IPaymentMatterEvent>(
            PaymentMatter.NotificationOf(ask.Provider, ask.EventId), matter => PaymentMatter.Decide(matter, ask, isAside, By), ct);
    }

    public async Task<Outcome> Handle(DropNotification ask, CancellationToken ct)
    {
        var isAside = await watch.IsAside(ask.Provider, ask.EventId, ct);
        return await aggregates.Change<PaymentMatter, IPaymentMatterEvent>(
            PaymentMatter.NotificationOf(ask.Provider, ask.EventId), matter => PaymentMatter.Decide(matter, ask, isAside, By), ct);
    }

    public async Task<Outcome> Handle(MendCircuit ask, CancellationToken ct)
    {
        var open = (await circuits.All(ct)).FirstOrDefault(one => one.Provider == ask.Provider);
        return await aggregates.Change<PaymentMatter, IPaymentMatterEvent>(PaymentMatter.CircuitOf(ask.Provider), _ => PaymentMatter.Decide(ask, open, By), ct);
    }
}
