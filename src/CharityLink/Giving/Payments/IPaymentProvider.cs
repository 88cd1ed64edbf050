using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>
/// Somebody who moves money for us. The domain knows no provider: it hands over what it wants (<see cref="PaymentOrder"/>), keeps the
/// call that was made of it, has it sent until something is known, and is told what happened by notifications.
/// </summary>
/// <remarks>
/// How other providers fit. WeChat Pay v3: <c>Write</c> makes the JSON of <c>/v3/pay/transactions/native</c> (or <c>h5</c>) with the operation's id as
/// <c>out_trade_no</c>, which is its key and is signed anew at each sending; the answer's <c>code_url</c> is a <see cref="GiverStepKind.ShowCode"/>,
/// its <c>h5_url</c> an <see cref="GiverStepKind.OpenApp"/>; <c>Read</c> checks the certificate's signature and opens the sealed resource;
/// <c>Find</c> asks for the <c>out_trade_no</c>. Alipay: <c>Send</c> answers without a network, since the "call" is an address signed by us
/// (<see cref="GiverStepKind.Go"/>); its notification is a form with <c>notify_id</c>, taken with the word <c>success</c> (<see cref="TakenReply"/>).
/// Neither lists events: their <c>Since</c> looks up what is still open.
/// </remarks>
public interface IPaymentProvider
{
    /// <summary>As it stands in facts and rows, for ever: <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>False for one that is paid on pages of our own: no call is ever written down for it.</summary>
    bool NeedsCalls { get; }

    /// <summary>For how long a call sent again under its key surely does nothing twice. Afterwards its outcome is looked up instead.</summary>
    TimeSpan KeyLife { get; }

    /// <summary>What the provider wants to hear when a notification has been taken; empty for nothing.</summary>
    string TakenReply { get; }

    /// <summary>The ways in which this organisation can be paid in a currency now, in the order they are offered; empty for none.</summary>
    ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct);

    /// <summary>Turns a wish into the bytes that will be sent, the same on every try; null when that cannot be asked of this provider (any more).</summary>
    ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct);

    /// <summary>Sends a stored call under its key and tells what is known afterwards. Throws for bugs only: a network that fails is an answer.</summary>
    Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct);

    /// <summary>What became of an operation, found by its id and not by its key; null when the provider never heard of it.</summary>
    Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct);

    /// <summary>Checks a delivery as it came, byte by byte; null when it is not genuine.</summary>
    /// <param name="header">Reads a header of the request; null for none.</param>
    Notification? Read(ReadOnlyMemory<byte> body, Func<string, string?> header);

    /// <summary>What a genuine notification means: commands of the platform, none where it means nothing to us. What is not final is looked up first.</summary>
    Task<IReadOnlyList<ICommand>> Understand(Notification notification, CancellationToken ct);

    /// <summary>Everything that happened from a moment on, whether or not it was delivered.</summary>
    /// <param name="open">Payments and refunds begun and not ended, for providers that keep no list of events.</param>
    IAsyncEnumerable<Notification> Since(DateTimeOffset from, Func<CancellationToken, Task<IReadOnlyList<PaymentOperation>>> open, CancellationToken ct);

    /// <summary>The provider's own books of a stretch of time, line by line; a provider that gives them as a file of a day reads the files of these days.</summary>
    IAsyncEnumerable<ProviderBooking> Bookings(DateTimeOffset from, DateTimeOffset until, CancellationToken ct);

    /// <summary>Where the provider's own console shows a payout; null for one that has no such page.</summary>
    Uri? PageOf(string payoutId) => null;

    /// <summary>What stands with the provider now, to be had or not yet, one amount for each currency; null for a provider that keeps no account of ours to ask about.</summary>
    /// <exception cref="PaymentNotUnderstoodException">It could not be asked, or said what nobody here understands.</exception>
    Task<IReadOnlyList<Money>?> Balances(CancellationToken ct) => Task.FromResult<IReadOnlyList<Money>?>(null);
}

/// <summary>A call as it was written down: what the provider's adapter needs to send it, and nothing that changes.</summary>
public sealed record StoredCall(string Text);

/// <summary>A provider's word that something happened, before it is understood.</summary>
/// <param name="EventId">The provider's own id of this word: it is kept once.</param>
/// <param name="Kind">What happened, in the provider's words.</param>
/// <param name="ObjectId">What it happened to; null where nothing is named.</param>
/// <param name="Body">The bytes as they came.</param>
/// <param name="At">When it happened, as the provider says.</param>
/// <param name="Unheeded">Why it is kept but never acted on: <c>other_mode</c>, <c>foreign_account</c>; null for one of ours.</param>
public sealed record Notification(string EventId, string Kind, string? ObjectId, ReadOnlyMemory<byte> Body, DateTimeOffset At, string? Unheeded = null);
