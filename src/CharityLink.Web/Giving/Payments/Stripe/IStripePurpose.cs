using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>How one purpose is carried out at Stripe. Adding one: this, registered beside the others.</summary>
internal interface IStripePurpose
{
    /// <summary>The purpose's name, as <see cref="IPaymentPurpose.Name"/> has it.</summary>
    string Purpose { get; }

    /// <summary>The call that carries out the wish; null when it cannot be asked of Stripe (any more).</summary>
    ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct);

    /// <summary>Sends the call as it was written down.</summary>
    Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct);

    /// <summary>Finds what became of it by listing, matching <c>metadata.operation_id</c>; null when there is nothing.</summary>
    Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct);
}

/// <summary>What some of Stripe's events mean. Several may take the same kind; each returns nothing for what is not its own.</summary>
internal interface IStripeEvents
{
    /// <summary>The types of events it takes.</summary>
    IReadOnlyCollection<string> Types { get; }

    /// <summary>What the platform makes of one: commands that may be sent twice. What is not final is looked up first.</summary>
    Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct);
}

/// <summary>Names of our labels on Stripe's objects.</summary>
internal static class StripeLabels
{
    /// <summary>The operation that made it: by it a lost answer is found.</summary>
    public const string Operation = "operation_id";

    /// <summary>The gift it is for.</summary>
    public const string Donation = "donation_id";

    /// <summary>The refund it carries out.</summary>
    public const string Refund = "refund_id";

    /// <summary>The try to send held money back.</summary>
    public const string Held = "held_attempt";

    /// <summary>The way of paying that the giver chose.</summary>
    public const string Method = "method";

    /// <summary>What a card is kept for, on whatever keeps one.</summary>
    public const string Keep = "keep";

    /// <summary>On a charge without the giver: there is no page on which they could go on trying.</summary>
    public const string Charge = "charge";

    /// <summary>What a card is left for: the kind of its owner, with <see cref="OwnerId"/> and <see cref="Attempt"/>.</summary>
    public const string Owner = "owner";

    /// <summary>The promise or the regular gift a card is left for.</summary>
    public const string OwnerId = "owner_id";

    /// <summary>Which of its pages.</summary>
    public const string Attempt = "attempt";

    /// <summary>An id among the labels; null where there is none of ours.</summary>
    public static Guid? Id(this IReadOnlyDictionary<string, string>? labels, string name) =>
        labels is not null && labels.TryGetValue(name, out var text) && Guid.TryParse(text, out var id) ? id : null;
}
