using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Settling;

/// <summary>Lines of the providers' books as a sheet for whoever keeps the accounts, written row by row as they are read. No names: ids and numbers.</summary>
internal static class SettlementSheet
{
    private const string Columns = "taken_at,booked_at,provider,payout,line,kind,gross,cost,net,currency,organisation_code,organisation_id,donation_id";

    public static IResult Of(IAsyncEnumerable<SettledLine> lines, IReadOnlyDictionary<Guid, OrganisationRow?> bodies, string name, CancellationToken ct) =>
        Results.Stream(to => Write(to, lines, bodies, ct), "text/csv; charset=utf-8", name);

    private static async Task Write(Stream to, IAsyncEnumerable<SettledLine> lines, IReadOnlyDictionary<Guid, OrganisationRow?> bodies, CancellationToken ct)
    {
        // With a mark at the beginning, without which sheet programs misread what is not English.
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await text.WriteLineAsync(Columns);
        await foreach (var line in lines.WithCancellation(ct))
        {
            string Amount(long minor) => new Kernel.Money(minor, new Kernel.Currency(line.Currency)).Amount.ToString(CultureInfo.InvariantCulture);
            string[] cells =
            [
                Day(line.TakenAt), Day(line.BookedAt), Cell(line.Provider), Cell(line.PayoutId), Cell(line.TransactionId), Cell(line.Kind), Amount(line.GrossMinor), Amount(line.CostMinor),
                Amount(line.NetMinor), line.Currency, bodies.GetValueOrDefault(line.HolderId)?.Uscc ?? "", line.HolderId == Settlement.Nobody ? "" : line.HolderId.ToString(), line.DonationId?.ToString() ?? "",
            ];
            await text.WriteLineAsync(string.Join(',', cells));
        }
    }

    private static string Day(DateTime? utc) => utc is { } instant ? Show.Cell(new DateTimeOffset(instant, TimeSpan.Zero)) : "";

    // The provider's words: never a formula for the sheet that opens it.
    private static string Cell(string? text) => text is null or "" ? "" : $"\"{(text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
