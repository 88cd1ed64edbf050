using CharityLink.Web.Tests.Demo;
using CharityLink.Web.Tests.Giving.Payments;
using CharityLink.Web.Tests.Pages;
using CharityLink.Web.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace CharityLink.Web.Tests.Support;

/// <summary>Begins with what takes longest, so that nobody waits for it alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // Classes that share nothing are collections of their own, with their name in the collection's.
    private static readonly string[] _longest =
    [
        Shared.Browser, Shared.Giving, Shared.Projects, Shared.KeptCards, Shared.Stripe, nameof(KilledNodeTests), Shared.Delivery, nameof(OutageTests), nameof(DemoProjectTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one => Array.FindIndex(_longest, name => Is(one.TestCollectionDisplayName, name)) is >= 0 and var place ? place : _longest.Length)];

    private static bool Is(string collection, string name) => collection == name || collection.Contains($".{name} ", StringComparison.Ordinal);
}
