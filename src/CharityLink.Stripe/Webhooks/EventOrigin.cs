namespace CharityLink.Stripe;

/// <summary>Whose event it is.</summary>
public enum EventOrigin
{
    /// <summary>Of the platform's own account.</summary>
    Platform,

    /// <summary>Of an account that is connected to the platform.</summary>
    Connected,

    /// <summary>Of an account we do not know: kept, never acted on.</summary>
    Foreign,

    /// <summary>Of the other mode than the configured one: a trial must never move a real gift.</summary>
    OtherMode,
}

/// <summary>Tells whose event it is, before anything is believed.</summary>
public static class EventOrigins
{
    /// <summary>The origin of an event. A signature proves only that Stripe sent it, not that it is about us.</summary>
    /// <param name="isConnected">Knows the accounts of the charities.</param>
    public static EventOrigin Of(StripeEvent happened, StripeOptions options, Func<string, bool> isConnected) => happened switch
    {
        _ when happened.Livemode != options.Livemode => EventOrigin.OtherMode,
        { Account: null } => EventOrigin.Platform,
        { Account: { } account } when account == options.AccountId => EventOrigin.Platform,
        { Account: { } account } when isConnected(account) => EventOrigin.Connected,
        _ => EventOrigin.Foreign,
    };
}
