using CharityLink.Web.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace CharityLink.Web.Tests.Support;

/// <summary>Begins with what takes longest, so that nobody waits for it alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _longest = [Shared.Browser, Shared.KeptCards, Shared.Stripe, Shared.Giving, Shared.Projects];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one => Array.IndexOf(_longest, one.TestCollectionDisplayName) is >= 0 and var place ? place : _longest.Length)];
}
