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
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var heading in (string[])["position", "day", "project_id", "donation_id", "amount", "currency"])
            {
                csv.WriteField(heading);
            }

            csv.NextRecord();
            foreach (var line in lines)
            {
                csv.WriteField(line.Position);
                csv.WriteField(line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                csv.WriteField(line.ProjectId);
                csv.WriteField(line.DonationId);
                csv.WriteField(pool.Of(line.AmountMinor).Amount);
                csv.WriteField(pool.Currency);
                csv.NextRecord();
            }
        }

        return bytes.ToArray();
    }
}
