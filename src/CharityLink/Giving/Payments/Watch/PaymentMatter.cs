using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One thing that a person looks after: an alert, a notification that was laid aside, a provider that refuses us. What it is now stands in rows; what people did about it stands here.</summary>
/// <param name="IsRaised">There is an alert of this id.</param>
/// <param name="IsSeen">Somebody has read the alert.</param>
/// <param name="Dropped">The reason for which a notification was given up; null when it was not.</param>
public sealed record PaymentMatter(bool IsRaised, bool IsSeen, string? Dropped) : IState<PaymentMatter, IPaymentMatterEvent>
{
    private static readonly PaymentMatter Untouched = new(false, false, null);

    /// <summary>The id of an alert: the same however often it is raised.</summary>
    public static Guid AlertOf(string kind, string provider, string about) => StableId.Of($"payment alert {kind} {provider} {about}");

    /// <summary>The id of the alert about money that is held.</summary>
    public static Guid AlertOf(PaymentHeld held)
    {
        ArgumentNullException.ThrowIfNull(held);
        return AlertOf("held", held.Provider, held.PaymentId);
    }

    /// <summary>Where what people did about a notification stands.</summary>
    public static Guid NotificationOf(string provider, string eventId) => StableId.Of($"payment notification {provider} {eventId}");

    /// <summary>Where what people did about a provider's refusal stands.</summary>
    public static Guid CircuitOf(string provider) => StableId.Of($"payment circuit {provider}");

    /// <summary>An alert is raised once.</summary>
    public static Decision<IPaymentMatterEvent> Decide(PaymentMatter? matter, RaisePaymentAlert ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return matter is { IsRaised: true } ? [] : [new PaymentAlertRaised(ask.AlertId, ask.Kind, ask.Provider, ask.AboutId, ask.Code)];
    }

    /// <summary>An alert is seen once, by whoever looks first.</summary>
    /// <param name="isKnown">There is such an alert, by whichever fact.</param>
    public static Decision<IPaymentMatterEvent> Decide(PaymentMatter? matter, SeePaymentAlert ask, bool isKnown, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return matter switch
        {
            { IsSeen: true } => [],
            _ when !isKnown => new Refusal("alert_unknown"),
            _ => [new PaymentAlertSeen(ask.AlertId, by)],
        };
    }

    /// <summary>What was laid aside may be tried again, as often as somebody thinks it will work now.</summary>
    /// <param name="isAside">It lies aside now.</param>
    public static Decision<IPaymentMatterEvent> Decide(PaymentMatter? matter, RetryNotification ask, bool isAside, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return isAside && matter?.Dropped is null ? [new NotificationRetried(ask.Provider, ask.EventId, by)] : new Refusal("notification_not_aside");
    }

    /// <summary>What was laid aside may be given up, once, for a reason.</summary>
    /// <param name="isAside">It lies aside now.</param>
    public static Decision<IPaymentMatterEvent> Decide(PaymentMatter? matter, DropNotification ask, bool isAside, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return isAside && matter?.Dropped is null ? [new NotificationDropped(ask.Provider, ask.EventId, ask.Reason.Trim(), by)] : new Refusal("notification_not_aside");
    }

    /// <summary>A provider is let in again by hand only while it refuses us.</summary>
    /// <param name="open">How it refuses us now; null when it does not.</param>
    public static Decision<IPaymentMatterEvent> Decide(MendCircuit ask, OpenCircuit? open, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return (open, ask.TryOnly) switch
        {
            (null, _) => new Refusal("circuit_not_open"),
            (_, true) => [new CircuitTried(ask.Provider, new DateTimeOffset(open.Since, TimeSpan.Zero), by)],
            _ => [new CircuitClosed(ask.Provider, new DateTimeOffset(open.Since, TimeSpan.Zero), by)],
        };
    }

    /// <inheritdoc/>
    public static PaymentMatter Evolve(PaymentMatter? state, IPaymentMatterEvent fact) => ((state ?? Untouched), fact) switch
    {
        ({ IsRaised: false } matter, PaymentAlertRaised) => matter with { IsRaised = true },
        ({ IsSeen: false } matter, PaymentAlertSeen) => matter with { IsSeen = true },
        ({ Dropped: null } matter, NotificationDropped e) => matter with { Dropped = e.Reason },
        ({ Dropped: null } matter, NotificationRetried or CircuitTried or CircuitClosed) => matter,
        _ => throw new CorruptStreamException(state, fact),
    };
}
