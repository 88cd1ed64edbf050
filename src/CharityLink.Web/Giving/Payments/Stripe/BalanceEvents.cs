using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>A charge's fee that Stripe knows only later. Fees known at once are read from Stripe's books, many with one question.</summary>
internal sealed class BalanceEvents(StripeLine line) : IStripeEvents
{
    // What the fee was stands on the line of the books.
    private static readonly string[] Whole = ["balance_transaction"];

    public IReadOnlyCollection<string> Types { get; } = ["charge.updated"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        var told = happened.About(StripeJson.Default.Charge);
        if (told is not { Status: "succeeded", BalanceTransaction: not null } || told.Metadata.Id(StripeLabels.Donation) is null)
        {
            return [];
        }

        var charge = await line.Get(Charges.Get(told.Id, Whole), ct);
        return charge.BalanceTransaction is { Value: { } booking } ? StripeBookings.OfCharge(booking, charge) : [];
    }
}
