using CharityLink.Law;
using CharityLink.Store;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Reaction: every paid gift gets a receipt (CN-DON-10), so do goods whose value was proven (CN-DON-14), and every order to reissue; numbered without gaps per organisation and year.</summary>
/// <remarks>A register is a stream and a number is a version in it, so there is no gap and no double by construction. Nobody else writes to it:
/// the last receipt of a register says up to which place in the log payments and orders have theirs, so seeing one again changes nothing.</remarks>
public sealed partial class ReceiptIssuer(EventStore store, ILogger<ReceiptIssuer> log) : IReaction
{
    // Well below what one append may hold.
    private const int PerAppendMax = 4_000;
    private const int TriesMax = 5;

    // China has one time zone and no summer time: no time zone data needed.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly TimeOnly Noon = new(12, 0);

    /// <summary>The reaction's name, for those who wait until it has passed a fact.</summary>
    internal const string ReactionName = "receipt_issuer";

    /// <inheritdoc/>
    public string Name => ReactionName;

    /// <inheritdoc/>
    public bool Heeds(object fact) => HolderOf(fact) is not null;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var registers = batch.Select(recorded => (Recorded: recorded, Holder: HolderOf(recorded.Data))).Where(asked => asked.Holder is not null)
            .GroupBy(asked => (HolderId: asked.Holder.GetValueOrDefault(), Year: YearOf(asked.Recorded.At)), asked => asked.Recorded);
        foreach (var register in registers)
        {
            foreach (var asked in register.Chunk(PerAppendMax))
            {
                await Issue(register.Key.HolderId, register.Key.Year, asked, ct);
            }
        }
    }

    /// <summary>The id of a gift's first receipt.</summary>
    public static Guid ReceiptOf(Guid donationId) => StableId.Beside(donationId, "receipt");

    /// <summary>The stream of an organisation's receipts of one year.</summary>
    public static Guid RegisterId(Guid holderId, int year) => StableId.Of($"receipts:{holderId}:{year}");

    /// <summary>The year a payment belongs to, by the clock on the wall in Jiangmen.</summary>
    public static int YearOf(DateTimeOffset paidAt) => paidAt.ToOffset(Beijing).Year;

    private static Guid? HolderOf(object fact) => fact switch
    {
        DonationPaid paid => paid.Cause.HolderId,
        ReissueOrdered order => order.Cause.HolderId,
        GoodsGiven goods => goods.Cause.HolderId,
        _ => null,
    };

    private async Task Issue(Guid holderId, int year, IReadOnlyList<Recorded> asked, CancellationToken ct)
    {
        var register = RegisterId(holderId, year);
        var law = (await store.ReadFacts(OrganisationJurisdiction.StreamOf(holderId), ct)).Facts.OfType<JurisdictionChosen>().LastOrDefault()?.Jurisdiction;
        for (var tries = 1; ; tries++)
        {
            var last = await store.ReadLast(register, ct);
            var (number, upTo) = last is null ? (0, 0) : ((int)last.Version, ((ReceiptIssued)last.Data).PaidAtPosition);
            object[] receipts = [.. asked.Where(recorded => recorded.Position > upTo && IsReceipted(recorded.Data, law)).Select((recorded, i) => Receipt(recorded, year, number + 1 + i, law))];
            if (receipts.Length == 0)
            {
                return;
            }

            var metadata = new EventMetadata(CausationId: Name);
            if (await store.Append([new StreamChange(register, "receipt_register", number, receipts)], metadata, ct) is AppendResult.Appended)
            {
                return;
            }

            // Another node took over and was faster: look again what is left to do.
            if (tries == TriesMax)
            {
                GaveUp(log, register, tries);
                throw new InvalidOperationException($"The register {register} kept moving.");
            }
        }
    }

    // CN-DON-14: no proven value, no receipt.
    private static bool IsReceipted(object fact, string? law) => fact is not GoodsGiven { Value.Minor: 0 } || law is not (null or OrganisationJurisdiction.Default);

    private static ReceiptIssued Receipt(Recorded asked, int year, int number, string? law) => asked.Data switch
    {
        DonationPaid paid => new(
            ReceiptOf(paid.DonationId), paid.DonationId, paid.Cause.HolderId, year, number, paid.Cause, paid.Amount, paid.DonorId, ArrivedAt(asked.At, paid.ArrivedOn), asked.Position, paid.Lines,
            null, paid.GiverId, paid.Method, law),
        // By the law of other places it describes them and says nothing of their value.
        GoodsGiven goods => new(
            ReceiptOf(goods.GoodsId), goods.GoodsId, goods.Cause.HolderId, year, number, goods.Cause, goods.Value, goods.DonorId, ArrivedAt(asked.At, goods.ReceivedOn), asked.Position, goods.Lines,
            null, null, Goods.Method, law),
        ReissueOrdered order => new(
            order.ReplacementId, order.DonationId, order.Cause.HolderId, year, number, order.Cause, order.Amount, order.DonorId, order.PaidAt, asked.Position, order.Lines, order.ReceiptId,
            order.GiverId, order.Method, law),
        var other => throw new InvalidOperationException($"No receipt is issued for a {other.GetType().Name}."),
    };

    // The number is of the day of issue; the gift is of the day it was there, which may lie in the year before.
    private static DateTimeOffset ArrivedAt(DateTimeOffset writtenAt, DateOnly? day) =>
        day is { } there && there < DateOnly.FromDateTime(writtenAt.ToOffset(Beijing).DateTime) ? new DateTimeOffset(there.ToDateTime(Noon), Beijing).ToUniversalTime() : writtenAt;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Receipts of register {Register} not issued after {Tries} tries: somebody else writes to it")]
    private static partial void GaveUp(ILogger log, Guid register, int tries);
}
