using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>One regular gift in a list. No personal data: who gives stands in the vault.</summary>
/// <param name="State">Of <see cref="RegularState"/>, in small letters.</param>
/// <param name="Why">Why it is paused or stopped; null otherwise.</param>
/// <param name="Every"><c>week</c>, <c>month</c> or <c>year</c>.</param>
/// <param name="NextOn">The day of the next period; it counts only while it runs.</param>
/// <param name="CardFails">Why the card cannot be charged without the giver; null when it can.</param>
/// <param name="Gifts">How many were paid.</param>
/// <param name="Position">Where in the log it was asked for: the list's order.</param>
public sealed record RegularRow(
    Guid Id, string State, string? Why, string Every, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId, Guid OrganisationId, Guid HolderId, string Division,
    long AmountMinor, string Currency, Guid DonorId, Guid? GiverId, bool IsAnonymous, string Language, DateTime AskedAt, DateOnly NextOn,
    string? CardFails, string? CardBrand, DateOnly? CardExpiresOn, int Gifts, long Position)
{
    /// <summary>It waits for another card: the one it had is gone.</summary>
    public bool IsCardGone => CardFails is not null && CardExpiresOn is null && State is "running" or "paused";

    /// <summary>What is given to.</summary>
    public CauseChoice Choice => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, PageId);

    /// <summary>What is given each time.</summary>
    public Money Amount => new(AmountMinor, new Currency(Currency));
}

/// <summary>A row as it is written: the rule's own state, and what is read off it.</summary>
internal sealed record RegularFold(RegularGift Gift, int Gifts, long Position)
{
    private static readonly JsonSerializerOptions Shape = new() { Converters = { new JsonStringEnumConverter() } };

    public static RegularFold Read(string json) => JsonSerializer.Deserialize<RegularFold>(json, Shape) ?? throw new JsonException("A row is never null.");

    public static RegularFold After(RegularFold? row, IRegularGiftEvent fact, long position) => new(
        RegularGift.Evolve(row?.Gift, fact), (row?.Gifts ?? 0) + (fact is RegularChargePaid ? 1 : 0), row?.Position ?? position);

    /// <summary>The columns, by their names.</summary>
    public object Columns()
    {
        var (asked, choice) = (Gift.Asked, CauseChoice.Of(Gift.Asked.Cause));
        return new
        {
            id = asked.RegularGiftId, state = Gift.State.ToString().ToLowerInvariant(), why = Gift.Why, every = asked.Calendar.Every,
            program_id = asked.Cause.ProgramId, site_id = choice.SiteId, project_id = choice.ProjectId, page_id = choice.PageId,
            organisation_id = asked.Cause.OrganisationId, holder_id = asked.Cause.HolderId, division = asked.Cause.Division.Value,
            amount_minor = Gift.Amount.Minor, currency = Gift.Amount.Currency.Code, donor_id = asked.DonorId.Value, giver_id = asked.GiverId?.Value, is_anonymous = asked.IsAnonymous,
            language = asked.Language, asked_at = asked.AskedAt, next_on = asked.Calendar.DayOf(Gift.NextPeriod), due_at = Gift.DueAt, card_fails = Gift.CardFails is { } fails ? EventTypes.SnakeCase(fails.ToString()) : null,
            card_brand = Gift.Face?.Brand, card_expires_on = Gift.Face is { } face ? new DateOnly(face.ExpiryYear, face.ExpiryMonth, 1).AddMonths(1).AddDays(-1) : (DateOnly?)null, gifts = Gifts, folded = JsonSerializer.SerializeToElement(this, Shape), position = Position,
        };
    }
}
