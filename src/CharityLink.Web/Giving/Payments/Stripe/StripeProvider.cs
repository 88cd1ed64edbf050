using System.Runtime.CompilerServices;
using System.Text.Json;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;
using Microsoft.Extensions.Options;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Stripe behind the port. What each purpose sends and what each event means stands in files of its own.</summary>
internal sealed class StripeProvider(
    IEnumerable<IStripePurpose> purposes, IEnumerable<IStripeEvents> events, StripeLine line, StripeBookings bookings, WebhookReader reader, StripeMerchants merchants, MethodTable methods, PayeeAccounts accounts,
    IOptionsMonitor<StripeOptions> options) : IPaymentProvider
{
    public const string ProviderName = "stripe";

    // So many types Stripe takes in one question.
    private const int TypesMost = 20;

    private readonly Dictionary<string, IStripePurpose> purposes = purposes.ToDictionary(purpose => purpose.Purpose, StringComparer.Ordinal);
    private readonly ILookup<string, IStripeEvents> events = events.SelectMany(one => one.Types.Select(type => (type, one))).ToLookup(pair => pair.type, pair => pair.one, StringComparer.Ordinal);

    public string Name => ProviderName;

    public bool NeedsCalls => true;

    // An hour before Stripe may forget it.
    public TimeSpan KeyLife => StripeApi.KeyLifetime - TimeSpan.FromHours(1);

    public string TakenReply => "";

    public async ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct) =>
        await merchants.Of(holderId, ct) is { } merchant && ((merchant.OwnAccount ?? options.CurrentValue.AccountId) is not { } account || await accounts.TakesGifts(Name, account, ct))
            ? methods.Offers(Name, merchant, currency) : [];

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => Of(order.Purpose).Write(order, ct);

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => Of(operation.Purpose).Send(operation, ct);

    public async Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct)
    {
        try
        {
            return await Of(operation.Purpose).Find(operation, ct);
        }
        catch (Exception away) when (away is InvalidOperationException or PaymentNotUnderstoodException)
        {
            // The list could not be read to its end: nothing is known yet.
            return new PaymentAnswer(AnswerKind.Unknown) { Reason = "not_found_out" };
        }
    }

    public Notification? Read(ReadOnlyMemory<byte> body, Func<string, string?> header) =>
        reader.Read(body, header("Stripe-Signature")).Event is { } happened ? Noted(happened, body) : null;

    public async Task<IReadOnlyList<ICommand>> Understand(Notification notification, CancellationToken ct)
    {
        if (!events.Contains(notification.Kind))
        {
            return [];
        }

        var happened = JsonSerializer.Deserialize(notification.Body.Span, StripeJson.Default.StripeEvent) ?? throw new JsonException("An event is never null.");
        var all = new List<ICommand>();
        foreach (var one in events[notification.Kind])
        {
            all.AddRange(await one.Understand(happened, ct));
        }

        return all;
    }

    public async IAsyncEnumerable<Notification> Since(
        DateTimeOffset from, Func<CancellationToken, Task<IReadOnlyList<PaymentOperation>>> open, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var types in events.Select(group => group.Key).Order(StringComparer.Ordinal).Chunk(TypesMost))
        {
            await foreach (var happened in line.All(Events.List, new ListRequest { Created = new TimeRange { Gte = from }, Types = types }, ct))
            {
                yield return Noted(happened, JsonSerializer.SerializeToUtf8Bytes(happened, StripeJson.Default.StripeEvent));
            }
        }
    }

    public IAsyncEnumerable<ProviderBooking> Bookings(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) => bookings.Read(from, until, ct);

    public Uri? PageOf(string payoutId) => new($"https://dashboard.stripe.com/{(options.CurrentValue.Livemode ? "" : "test/")}payouts/{Uri.EscapeDataString(payoutId)}");

    public async Task<IReadOnlyList<Money>?> Balances(CancellationToken ct)
    {
        var balance = await line.Get(CharityLink.Stripe.Balances.Get(), ct);
        return [.. balance.Available.Concat(balance.Pending).Select(part => StripeMoney.Of(part.Amount, part.Currency)).GroupBy(part => part.Currency).Select(same => same.Aggregate((sum, part) => sum + part))];
    }

    // A signature proves that Stripe sent it, not that it is about us or about real money.
    private Notification Noted(StripeEvent happened, ReadOnlyMemory<byte> body) => new(
        happened.Id, happened.Type, happened.ObjectId, body, happened.Created,
        EventOrigins.Of(happened, options.CurrentValue, merchants.IsAccount) switch { EventOrigin.OtherMode => "other_mode", EventOrigin.Foreign => "foreign_account", _ => null });

    private IStripePurpose Of(string purpose) =>
        purposes.GetValueOrDefault(purpose) ?? throw new InvalidOperationException($"Nobody carries out the purpose {purpose} at Stripe.");
}

/// <summary>Whose account at Stripe takes an organisation's gifts.</summary>
internal sealed class StripeMerchants(PaymentSettings settings, CauseBook causes)
{
    private readonly HashSet<string> accounts = settings.Merchants.Select(merchant => merchant.Account).Where(account => account.Length > 0).ToHashSet(StringComparer.Ordinal);

    /// <summary>The merchant of an organisation; null when it has none, and nothing can be paid to it here.</summary>
    public async ValueTask<Merchant?> Of(Guid organisation, CancellationToken ct) =>
        settings.MerchantOf(organisation, (await causes.Organisation(organisation, ct))?.Uscc);

    /// <summary>The account is that of one of our charities.</summary>
    public bool IsAccount(string account) => accounts.Contains(account);
}
