using CharityLink.Store;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Reaction: every paid gift gets a receipt (CN-DON-10), numbered without gaps per organisation and year.</summary>
/// <remarks>A register is a stream and a number is a version in it, so there is no gap and no double by construction;
/// the last receipt of a register says which payments have theirs, so seeing a payment again changes nothing.</remarks>
public sealed partial class ReceiptIssuer(EventStore store, ILogger<ReceiptIssuer> log) : IReaction
{
    // Well below what one append may hold.
    private const int PerAppendMax = 4_000;
    private const int TriesMax = 5;

    // China has one time zone and no summer time: no time zone data needed.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    public string Name => "receipt_issuer";

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var registers = batch.Where(recorded => recorded.Data is DonationPaid)
            .GroupBy(recorded => (((DonationPaid)recorded.Data).Cause.HolderId, Year: YearOf(recorded.At)));
        foreach (var register in registers)
        {
            foreach (var payments in register.Chunk(PerAppendMax))
            {
                await Issue(register.Key.HolderId, register.Key.Year, payments, ct);
            }
        }
    }

    /// <summary>The stream of an organisation's receipts of one year.</summary>
    public static Guid RegisterId(Guid holderId, int year) => StableId.Of($"receipts:{holderId}:{year}");

    /// <summary>The year a payment belongs to, by the clock on the wall in Jiangmen.</summary>
    public static int YearOf(DateTimeOffset paidAt) => paidAt.ToOffset(Beijing).Year;

    private async Task Issue(Guid holderId, int year, IReadOnlyList<Recorded> payments, CancellationToken ct)
    {
        var register = RegisterId(holderId, year);
        for (var tries = 1; ; tries++)
        {
            var last = await store.ReadLast(register, ct);
            var (number, upTo) = last is null ? (0, 0) : ((int)last.Version, ((ReceiptIssued)last.Data).PaidAtPosition);
            object[] receipts = [.. payments.Where(payment => payment.Position > upTo).Select((payment, i) => Receipt(payment, year, number + 1 + i))];
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

    private static ReceiptIssued Receipt(Recorded payment, int year, int number)
    {
        var paid = (DonationPaid)payment.Data;
        return new(
            StableId.Beside(paid.DonationId, "receipt"), paid.DonationId, paid.Cause.HolderId, year, number, paid.Cause, paid.Amount, paid.DonorId,
            payment.At, payment.Position);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Receipts of register {Register} not issued after {Tries} tries: somebody else writes to it")]
    private static partial void GaveUp(ILogger log, Guid register, int tries);
}
