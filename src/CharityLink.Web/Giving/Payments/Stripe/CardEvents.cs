using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about pages on which a card is left. The card itself is looked up before it is believed.</summary>
internal sealed class CardEvents(StripeLine line, IEnumerable<ICardOwner> owners) : IStripeEvents
{
    private readonly Dictionary<string, ICardOwner> owners = owners.ToDictionary(owner => owner.Kind, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Types { get; } = ["checkout.session.completed", "checkout.session.expired"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        // Most pages are there to pay on: those are not read a second time for this.
        if (!happened.Data.About.TryGetProperty("mode", out var mode) || !mode.ValueEquals("setup") || happened.About(StripeJson.Default.CheckoutSession) is not { } page
            || page.Metadata.Id(StripeLabels.OwnerId) is not { } id || owners.GetValueOrDefault(page.Metadata![StripeLabels.Owner]) is not { } owner) // It has an id among its labels.
        {
            return [];
        }

        var attempt = int.Parse(page.Metadata[StripeLabels.Attempt], CultureInfo.InvariantCulture);
        if (happened.Type == "checkout.session.expired")
        {
            return owner.NotKept(id, attempt) is { } left ? [left] : [];
        }

        var setup = await line.Get(SetupIntents.Get(page.SetupIntent?.Id ?? throw new PaymentNotUnderstoodException("setup_missing")), ct);
        return setup is { Status: "succeeded", PaymentMethod.Id: { } method } && (setup.Customer ?? page.Customer)?.Id is { } customer && CardUses.Read(page.Metadata) is { } use
            ? [owner.Kept(id, attempt, new SavedCard(StripeProvider.ProviderName, customer, method, use), CardUses.Face(await line.Get(PaymentMethods.Get(method), ct)))]
            : throw new PaymentNotUnderstoodException("setup_not_succeeded");
    }
}
