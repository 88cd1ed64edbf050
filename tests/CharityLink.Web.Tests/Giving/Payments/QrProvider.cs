using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Demo;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>
/// A provider of the other kind, with its platform inside: as WeChat Pay v3 it answers with a code or a link, signs its callbacks with a key of its own, wants
/// to hear a word for them, knows a payment by the number we gave it for ever, and keeps no list of events.
/// </summary>
internal sealed class QrProvider(TimeProvider clock) : IPaymentProvider, IDisposable
{
    public const string Taken = """{"code":"SUCCESS"}""";

    private readonly RSA platform = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, JsonObject> orders = new(StringComparer.Ordinal);

    /// <summary>The charity that is paid through it and through nobody else: its country lets no gifts be taken by the other one.</summary>
    public static Guid Holder { get; } = DemoId.Of("org:changxing");

    /// <summary>What is given to it for.</summary>
    public static Guid Children { get; } = DemoId.Of("program:children");

    /// <summary>The giver sits at the phone: a link instead of a code.</summary>
    public bool IsOnPhone { get; set; }

    public string Name => "qr";

    public bool NeedsCalls => true;

    public TimeSpan KeyLife => TimeSpan.FromDays(1);

    public string TakenReply => Taken;

    public ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct) => new(holderId == Holder && currency == Currency.Cny
        ? [new(new PaymentMethod(PaymentMethod.WechatPay, Name, PaymentMethodCapabilities.Of(PaymentMethod.WechatPay)), Money.Cny(1), Money.Cny(10_000_00))] : (IReadOnlyList<PaymentOffer>)[]);

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => new(order.Wish switch
    {
        PayGift { } gift => Call("pay", gift.DonationId, gift.Amount),
        GiveBack { HeldAttempt: null } back => Call("refund", back.DonationId, back.Amount, back.RefundId),
        _ => null,
    });

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct)
    {
        var order = orders.GetOrAdd($"{operation.Id}", id =>
        {
            var made = JsonNode.Parse(operation.Call.Text)!.AsObject(); // Written above.
            (made["out_trade_no"], made["state"]) = (id, "OPEN");
            return made;
        });
        return Task.FromResult((string?)order["kind"] == "refund"
            ? new PaymentAnswer(AnswerKind.Processing) { ObjectId = $"back-{operation.Id:N}", More = new Dictionary<string, string>(StringComparer.Ordinal) { [RefundPayment.Status] = "pending" } }
            : new PaymentAnswer(AnswerKind.Done)
            {
                ObjectId = $"order-{operation.Id:N}",
                Step = new(IsOnPhone ? GiverStepKind.OpenApp : GiverStepKind.ShowCode, IsOnPhone ? "https://wallet.example/h5?p=1" : $"weixin://wxpay/bizpayurl?pr={operation.Id:N}", clock.GetUtcNow().AddHours(2)),
            });
    }

    public async Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => orders.ContainsKey($"{operation.Id}") ? await Send(operation, ct) : null;

    public Notification? Read(ReadOnlyMemory<byte> body, Func<string, string?> header)
    {
        var signed = Encoding.UTF8.GetBytes($"{header("Wechatpay-Timestamp")}\n{header("Wechatpay-Nonce")}\n{Encoding.UTF8.GetString(body.Span)}\n");
        var signature = new byte[256];
        return Convert.TryFromBase64String(header("Wechatpay-Signature") ?? "", signature, out var length)
            && platform.VerifyData(signed, signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? Told(body) : null;
    }

    public Task<IReadOnlyList<ICommand>> Understand(Notification notification, CancellationToken ct)
    {
        var order = JsonNode.Parse(notification.Body.Span)!.AsObject()["order"]!; // Told below.
        var (gift, operation) = (Guid.Parse((string)order["gift"]!), Guid.Parse((string)order["out_trade_no"]!));
        return Task.FromResult<IReadOnlyList<ICommand>>(notification.Kind switch
        {
            "TRANSACTION.SUCCESS" => [RecordPayment.Of(gift, operation, Name, $"42000{operation:N}", PaymentMethod.WechatPay, Money.Cny((long)order["amount"]!))],
            "REFUND.SUCCESS" => [RecordRefundResult.Of(gift, Guid.Parse((string)order["refund"]!), $"back-{operation:N}", "succeeded", null)],
            _ => [],
        });
    }

    public async IAsyncEnumerable<Notification> Since(DateTimeOffset from, Func<CancellationToken, Task<IReadOnlyList<PaymentOperation>>> open, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var operation in await open(ct))
        {
            if (orders.GetValueOrDefault($"{operation.Id}") is { } order && (string?)order["state"] == "SUCCESS")
            {
                yield return Told(Body(order, "look"));
            }
        }
    }

    public IAsyncEnumerable<ProviderBooking> Bookings(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) => AsyncEnumerable.Empty<ProviderBooking>();

    public void Dispose() => platform.Dispose();

    /// <summary>On the platform an order is carried out. Returns the callback that should be sent for it, with its signature's headers.</summary>
    public (string Body, Dictionary<string, string> Headers) CarryOut(Guid operation)
    {
        var order = orders[$"{operation}"];
        order["state"] = "SUCCESS";
        var body = Encoding.UTF8.GetString(Body(order, "call").Span);
        var (time, nonce) = ($"{clock.GetUtcNow().ToUnixTimeSeconds()}", $"{operation:N}");
        var signature = platform.SignData(Encoding.UTF8.GetBytes($"{time}\n{nonce}\n{body}\n"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (body, new(StringComparer.Ordinal) { ["Wechatpay-Timestamp"] = time, ["Wechatpay-Nonce"] = nonce, ["Wechatpay-Signature"] = Convert.ToBase64String(signature) });
    }

    private static StoredCall Call(string kind, Guid gift, Money amount, Guid? refund = null) =>
        new(new JsonObject { ["kind"] = kind, ["gift"] = $"{gift}", ["refund"] = refund?.ToString(), ["amount"] = amount.Minor }.ToJsonString());

    private static ReadOnlyMemory<byte> Body(JsonObject order, string by) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["id"] = $"{by}-{order["out_trade_no"]}", ["event_type"] = (string?)order["kind"] == "refund" ? "REFUND.SUCCESS" : "TRANSACTION.SUCCESS", ["order"] = order.DeepClone(),
    }.ToJsonString());

    private Notification Told(ReadOnlyMemory<byte> body)
    {
        var told = JsonNode.Parse(body.Span)!.AsObject(); // Its signature was right.
        return new((string)told["id"]!, (string)told["event_type"]!, (string?)told["order"]!["out_trade_no"], body, clock.GetUtcNow());
    }
}
