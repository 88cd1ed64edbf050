namespace CharityLink.StripeFake;

/// <summary>How the stand-in is set up.</summary>
public sealed record StripeFakeOptions
{
    /// <summary>Where it listens on this machine; 0 finds a free port.</summary>
    public int Port { get; init; }

    /// <summary>Where webhooks go; null for nowhere.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What webhooks are signed with; several while a secret is rolled.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = ["whsec_fake"];

    /// <summary>True to claim that real money moves: for trying the guard against it.</summary>
    public bool Livemode { get; init; }

    /// <summary>True to keep webhooks back until they are delivered by hand.</summary>
    public bool HoldWebhooks { get; init; }

    /// <summary>False to check nothing against the description, for measuring speed.</summary>
    public bool Check { get; init; } = true;

    /// <summary>The types of events that webhooks are sent for, as an endpoint is set up; null for all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>True for givers who pay every hosted page as soon as it exists, with a card that works.</summary>
    public bool GiversPay { get; init; }

    /// <summary>How many webhooks are on their way at the same time.</summary>
    public int WebhooksAtOnce { get; init; } = 1;

    /// <summary>Where the numbers in ids go on from: a site that keeps its data takes an id that it has seen for the same thing told twice.</summary>
    public long IdsAfter { get; init; }

    /// <summary>How long every answer takes, as one across the network would.</summary>
    public TimeSpan Delay { get; init; }
}
