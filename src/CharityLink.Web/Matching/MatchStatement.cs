using System.Globalization;
using CharityLink.Matching;
using CsvHelper;

namespace CharityLink.Web.Matching;

/// <summary>A sponsor's statement as a sheet: every gift that was added to, in the order they came, without who gave.</summary>
internal static class MatchStatement
{
    public static byte[] Csv(MatchPoolRow pool, IReadOnlyList<MatchLine> lines)
    {
        using var bytes = new MemoryStream();
        // With a mark at the beginning, without which sheet programs misread Chinese.
        using (var text = new StreamWriter(bytes, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), leaveOpen: true))
        {
            Write(csv, ["position", "day", "project_id", "donation_id", "amount", "currency"]);
            foreach (var line in lines)
            {
                var amount = pool.Of(line.AmountMinor).Amount.ToString(CultureInfo.InvariantCulture);
                var day = line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                Write(csv, [line.Position.ToString(CultureInfo.InvariantCulture), day, line.ProjectId.ToString(), line.DonationId.ToString(), amount, pool.Currency]);
            }
        }

        return bytes.ToArray();
    }

    private static void Write(CsvWriter csv, ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.EndRecord();
    }
}
