using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Account;

/// <summary>All that is kept of a giver, to take away: JSON with everything, CSV with the gifts. Written as it is read, so that a great many gifts need no memory.</summary>
internal sealed class GiverExport(GiverAccounts givers, GiverPersons persons, Vault vault, DonationList gifts, Receipts receipts, PledgeList pledges, RegularList regulars, CauseBook causes)
{
    private const int AtOnce = 500;
    private const int PledgesMax = 10_000;

    /// <summary>Person, mailboxes, gifts with their receipts, promises, and what is given regularly.</summary>
    public async Task WriteJson(Stream to, Guid account, Language language, CancellationToken ct)
    {
        var boxes = await givers.Givers(account, ct);
        var (me, everybody) = (await givers.Person(account, ct), await persons.Persons(boxes, ct));
        await using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        Person(json, "account", me);
        json.WriteStartArray("persons");
        foreach (var part in everybody.Chunk(AtOnce))
        {
            foreach (var (id, fields) in await vault.Read(part, ct))
            {
                json.WriteStartObject();
                json.WriteString("id", id.Value);
                Person(json, "fields", fields);
                json.WriteEndObject();
            }

            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteStartArray("gifts");
        await foreach (var (gift, cause, receipt) in Gifts(account, language, ct))
        {
            json.WriteStartObject();
            json.WriteString("id", gift.Id);
            json.WriteString("state", gift.State);
            json.WriteString("cause", cause);
            json.WriteNumber("amount", gift.Amount.Amount);
            json.WriteNumber("returned", gift.Returned.Amount);
            json.WriteString("currency", gift.Amount.Currency.Code);
            json.WriteString("startedAt", gift.StartedAt);
            json.WriteString("paidAt", gift.PaidAt is { } paid ? paid.ToString("O", CultureInfo.InvariantCulture) : null);
            json.WriteBoolean("isAnonymous", gift.IsAnonymous);
            json.WriteBoolean("isHiddenFromCharity", gift.IsHiddenFromCharity);
            json.WriteString("receipt", receipt?.Serial);
            json.WriteString("receiptCode", receipt is null ? null : VerificationCode.Show(receipt.Code));
            json.WriteEndObject();
            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        await Pledges(json, everybody, language, ct);
        await Regulars(json, boxes, language, ct);
        json.WriteEndObject();
    }

    private async Task Pledges(Utf8JsonWriter json, IReadOnlyList<PersonId> everybody, Language language, CancellationToken ct)
    {
        json.WriteStartArray("pledges");
        foreach (var pledge in await pledges.OfDonors(everybody, PledgesMax, ct))
        {
            json.WriteStartObject();
            json.WriteString("id", pledge.Id);
            json.WriteString("state", pledge.State);
            json.WriteString("cause", CauseName.Of(await causes.Find(pledge.Choice, ct), language));
            json.WriteNumber("amountMinor", pledge.AmountMinor);
            json.WriteNumber("fulfilledMinor", pledge.FulfilledMinor);
            json.WriteString("nextOn", pledge.AwaitedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task Regulars(Utf8JsonWriter json, IReadOnlyList<PersonId> boxes, Language language, CancellationToken ct)
    {
        json.WriteStartArray("regularGifts");
        foreach (var regular in await regulars.OfGivers(boxes, PledgesMax, ct))
        {
            json.WriteStartObject();
            json.WriteString("id", regular.Id);
            json.WriteString("state", regular.State);
            json.WriteString("cause", CauseName.Of(await causes.Find(regular.Choice, ct), language));
            json.WriteNumber("amount", regular.Amount.Amount);
            json.WriteString("currency", regular.Currency);
            json.WriteString("every", regular.Every);
            json.WriteNumber("gifts", regular.Gifts);
            json.WriteString("nextOn", regular.NextOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The gifts, one a line.</summary>
    public async Task WriteCsv(Stream to, Guid account, Language language, CancellationToken ct)
    {
        // Spreadsheets take it for UTF-8 by its mark.
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await text.WriteLineAsync("id,state,cause,amount,currency,started_at,paid_at,is_anonymous,is_hidden_from_charity,receipt,returned");
        await foreach (var (gift, cause, receipt) in Gifts(account, language, ct))
        {
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{gift.Id},{gift.State},{Cell(cause)},{gift.Amount.Amount},{gift.Amount.Currency.Code},{gift.StartedAt:O},{gift.PaidAt:O},{gift.IsAnonymous},{gift.IsHiddenFromCharity},{receipt?.Serial},{gift.Returned.Amount}"));
            await text.FlushAsync(ct);
        }
    }

    // Quoted, and never a formula for the spreadsheet that opens it.
    private static string Cell(string text) => $"\"{(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Person(Utf8JsonWriter json, string name, PersonFields fields)
    {
        json.WriteStartObject(name);
        json.WriteString("name", fields.Name);
        json.WriteString("email", fields.Email);
        json.WriteString("phone", fields.Phone);
        json.WriteString("taxId", fields.TaxId);
        json.WriteString("language", fields.Language);
        json.WriteString("message", fields.Message);
        json.WriteString("dedicatedTo", fields.DedicatedTo);
        json.WriteEndObject();
    }

    private async IAsyncEnumerable<(DonationRow Gift, string Cause, Receipt? Receipt)> Gifts(Guid account, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        var boxes = await givers.Givers(account, ct);
        for (long? before = null; ;)
        {
            var rows = await gifts.OfGivers(boxes, before, AtOnce, ct);
            var held = (await receipts.OfDonations(rows.Select(gift => gift.Id), ct)).ToDictionary(receipt => receipt.DonationId);
            foreach (var gift in rows)
            {
                yield return (gift, CauseName.Of(await causes.Find(gift.Choice, ct), language), held.GetValueOrDefault(gift.Id));
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            before = rows[^1].Position;
        }
    }
}
