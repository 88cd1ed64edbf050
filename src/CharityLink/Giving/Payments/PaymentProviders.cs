using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The providers this installation works with, by name.</summary>
public sealed class PaymentProviders(IEnumerable<IPaymentProvider> providers)
{
    private readonly Dictionary<string, IPaymentProvider> byName = providers.ToDictionary(provider => provider.Name, StringComparer.Ordinal);

    /// <summary>Some of them are called over the network.</summary>
    public bool NeedCalls => byName.Values.Any(provider => provider.NeedsCalls);

    /// <summary>All of them, in the order in which they are offered.</summary>
    public IReadOnlyCollection<IPaymentProvider> All => byName.Values;

    /// <summary>The provider of a name; null when this installation has none such (any more).</summary>
    public IPaymentProvider? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Every way in which an organisation can be paid in a currency.</summary>
    public async ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct)
    {
        var all = new List<PaymentOffer>();
        foreach (var provider in byName.Values)
        {
            all.AddRange(await provider.Offers(holderId, currency, ct));
        }

        return all;
    }
}
