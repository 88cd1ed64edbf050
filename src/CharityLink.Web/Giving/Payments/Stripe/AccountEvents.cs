using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about accounts that take gifts. Each is read as it is now, so that order and repetition change nothing; one that cannot be read is not ours to use any more.</summary>
internal sealed class AccountEvents(StripeLine line, TimeProvider clock) : IStripeEvents
{
    private const string NoAccess = "stripe_account_invalid";

    public IReadOnlyCollection<string> Types { get; } = ["account.updated", "account.application.authorized", "account.application.deauthorized"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        // Of the platform's own account Stripe names none; the object is the account itself.
        if ((happened.Account ?? (happened.Type == "account.updated" ? happened.ObjectId : null)) is not { } account)
        {
            return [];
        }

        var askedAt = clock.GetUtcNow();
        return [new RecordPayeeAccount(StableId.Of($"account {happened.Id} {askedAt:O}"), StripeProvider.ProviderName, account, await Now(account, ct), askedAt)];
    }

    private async Task<PayeeStanding> Now(string id, CancellationToken ct)
    {
        try
        {
            var account = await line.Get(CharityLink.Stripe.Accounts.Get(id), ct);
            var asked = account.Requirements is { } open && (open.CurrentlyDue?.Count > 0 || open.PastDue?.Count > 0);
            return new(account.ChargesEnabled, account.PayoutsEnabled, asked, account.Requirements?.DisabledReason);
        }
        catch (PaymentNotUnderstoodException gone) when (gone.Message == NoAccess)
        {
            return new(false, false, false, PayeeStanding.Disconnected);
        }
    }
}

/// <summary>A card network's word that a payment was probably not its owner's. A person decides whether it goes back before the bank asks.</summary>
internal sealed class FraudEvents(StripeLine line) : IStripeEvents
{
    public IReadOnlyCollection<string> Types { get; } = ["radar.early_fraud_warning.created"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        if (happened.About(StripeJson.Default.FraudWarning) is not { Charge.Id: { } charged } warning)
        {
            return [];
        }

        // Where it went back already, or the bank has asked, there is nothing to decide.
        var charge = await line.Get(Charges.Get(charged), ct);
        return charge.Metadata.Id(StripeLabels.Donation) is { } gift && !charge.Disputed && charge.AmountRefunded < charge.Amount
            ? [RaisePaymentAlert.Of(GiftWarnings.Kind, StripeProvider.ProviderName, warning.Id, gift, warning.FraudType ?? "unknown")]
            : [];
    }
}
