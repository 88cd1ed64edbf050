namespace CharityLink.Giving;

/// <summary>How a call ended, in words that hold for every provider.</summary>
public enum AnswerKind
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was taken on; a notification will tell how it ends.</summary>
    Processing,

    /// <summary>The giver's bank or wallet said no.</summary>
    Declined,

    /// <summary>The provider said no and always will to this call: an error of ours, or a limit.</summary>
    Refused,

    /// <summary>Nothing was done; to be sent again under the same key after a while.</summary>
    Busy,

    /// <summary>Our own access is refused: nothing was done, and nothing will be until somebody mends it.</summary>
    NotAllowed,

    /// <summary>Nobody knows whether it was done: to be sent again under the same key.</summary>
    Unknown,
}

/// <summary>What helps after a decline.</summary>
public enum AfterDecline
{
    /// <summary>The giver must confirm it with the bank; never repeated without them.</summary>
    AskToAuthenticate,

    /// <summary>It may work on another day.</summary>
    TryLater,

    /// <summary>This card or wallet will not work again.</summary>
    AskForAnother,
}

/// <summary>What the giver does next.</summary>
public enum GiverStepKind
{
    /// <summary>Goes to an address.</summary>
    Go,

    /// <summary>Scans a code that we show.</summary>
    ShowCode,

    /// <summary>Opens a link that starts an app.</summary>
    OpenApp,
}

/// <summary>The giver's next step, with its address, code or link.</summary>
public sealed record GiverStep(GiverStepKind Kind, string Value, DateTimeOffset? Until = null);

/// <summary>What is known after a call.</summary>
public sealed record PaymentAnswer(AnswerKind Kind)
{
    /// <summary>The provider's id of what it made or has; null where there is none.</summary>
    public string? ObjectId { get; init; }

    /// <summary>What the giver does next; null: nothing.</summary>
    public GiverStep? Step { get; init; }

    /// <summary>Why not, as the provider's code; null when done.</summary>
    public string? Reason { get; init; }

    /// <summary>What helps; null unless declined.</summary>
    public AfterDecline? After { get; init; }

    /// <summary>Not to be sent again before; null where the provider named no time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>More that a purpose needs (a refund's status, a card's last digits), by names its adapter and its purpose agree on. No personal data.</summary>
    public IReadOnlyDictionary<string, string>? More { get; init; }

    /// <summary>It will not change any more.</summary>
    public bool IsFinal => Kind is AnswerKind.Done or AnswerKind.Processing or AnswerKind.Declined or AnswerKind.Refused;
}
