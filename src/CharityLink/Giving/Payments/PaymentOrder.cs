using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What is wanted of a provider: a kind of its own for each purpose, without a word of any provider.</summary>
public interface IPaymentWish;

/// <summary>A wish with all that makes it one and only: asked again, it is the same operation.</summary>
/// <param name="Purpose">Name of the <see cref="IPaymentPurpose"/> that wants it.</param>
/// <param name="AggregateId">The gift, pledge or schedule it is for.</param>
/// <param name="Attempt">From 1; a new attempt is a new call under a new key.</param>
/// <param name="HolderId">The organisation whose account it concerns.</param>
/// <param name="At">When it became due; the call's own times are counted from here.</param>
/// <param name="NotAfter">Never sent for the first time after this; null: whenever it gets its turn.</param>
/// <param name="StreamId">On whose stream its facts stand; null: the aggregate's own.</param>
public sealed record PaymentOrder(
    string Provider, string Purpose, Guid AggregateId, int Attempt, Guid HolderId, DateTimeOffset At, IPaymentWish Wish, DateTimeOffset? NotAfter = null,
    Guid? StreamId = null)
{
    /// <summary>The operation's id: it follows from what is wanted, so it can be known before anything is written.</summary>
    public Guid OperationId => IdOf(Purpose, AggregateId, Attempt);

    /// <summary>What a repeat is recognised by, here and at the provider.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Purpose}:{AggregateId}:{Attempt}");

    /// <summary>The id of the operation of a purpose for something.</summary>
    public static Guid IdOf(string purpose, Guid aggregateId, int attempt) =>
        StableId.Beside(aggregateId, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{purpose}:{attempt}"));
}

/// <summary>
/// One reason to call a provider. Adding one is this file beside the facts it follows, and one beside the adapter that knows the call.
/// </summary>
public interface IPaymentPurpose
{
    /// <summary>Stands in keys and rows, for ever: <c>gift</c>, <c>refund</c>.</summary>
    string Name { get; }

    /// <summary>What a fact of the log asks for; null for nothing. Must follow from the fact alone.</summary>
    PaymentOrder? Plan(CharityLink.Store.Recorded fact);

    /// <summary>Why what was planned is not to be sent any more, as a code; null: it is. Asked only while it was surely never sent.</summary>
    ValueTask<string?> Withheld(PaymentOperation operation, CancellationToken ct) => new((string?)null);

    /// <summary>What the platform makes of an outcome that will not change: commands that may be sent twice. None where the outcome itself is all.</summary>
    IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer);
}
