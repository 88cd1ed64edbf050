using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Giving.Payments;

/// <summary>The provider that moves no money: it is paid on pages of our own, so nothing is ever sent, and nobody can notify us in its name.</summary>
internal sealed class SandboxProvider(GiftLimits limits) : IPaymentProvider
{
    /// <summary>Its only way to pay.</summary>
    public static PaymentMethod Way { get; } = new(StartDonation.Sandbox, StartDonation.Sandbox, new(false, false, null, false, false, false));

    public string Name => StartDonation.Sandbox;

    public bool NeedsCalls => false;

    public TimeSpan KeyLife => TimeSpan.MaxValue;

    public string TakenReply => "";

    public ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<PaymentOffer>>(
        [new(Way, new Money(limits.MinMinor, currency), new Money(limits.MaxMinor, currency))]);

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => ValueTask.FromResult<StoredCall?>(null);

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) =>
        Task.FromResult(new PaymentAnswer(AnswerKind.Refused) { Reason = PaymentOperations.NotOffered });

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => Task.FromResult<PaymentAnswer?>(null);

    public Notification? Read(ReadOnlyMemory<byte> body, Func<string, string?> header) => null;

    public Task<IReadOnlyList<ICommand>> Understand(Notification notification, CancellationToken ct) => Task.FromResult<IReadOnlyList<ICommand>>([]);

    public IAsyncEnumerable<Notification> Since(DateTimeOffset from, Func<CancellationToken, Task<IReadOnlyList<PaymentOperation>>> open, CancellationToken ct) =>
        AsyncEnumerable.Empty<Notification>();

    public IAsyncEnumerable<ProviderBooking> Bookings(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) => AsyncEnumerable.Empty<ProviderBooking>();
}
