namespace CharityLink.Stripe;

/// <summary>What can be done about a charge that was declined.</summary>
public enum NextStep
{
    /// <summary>The giver must confirm with the bank; never retried without them.</summary>
    AskToAuthenticate,

    /// <summary>The same card may work on another day.</summary>
    RetryLater,

    /// <summary>This card will not work again.</summary>
    AskForAnotherCard,

    /// <summary>Not a decline: something only an operator can set right.</summary>
    AskOperator,
}

/// <summary>Sorts declines by what helps.</summary>
public static class Decline
{
    // Network rules forbid repeating a charge after a final decline, so only these three are ever repeated.
    private static readonly HashSet<string> Passing =
        new(StringComparer.Ordinal) { "insufficient_funds", "processing_error", "try_again_later" };

    /// <summary>The step that helps after the error.</summary>
    public static NextStep Next(StripeError error) => error switch
    {
        { Code: "authentication_required" } or { DeclineCode: "authentication_required" } => NextStep.AskToAuthenticate,
        { Type: not "card_error" } => NextStep.AskOperator,
        { DeclineCode: { } reason } when Passing.Contains(reason) => NextStep.RetryLater,
        { DeclineCode: null, Code: { } code } when Passing.Contains(code) => NextStep.RetryLater,
        _ => NextStep.AskForAnotherCard,
    };
}
