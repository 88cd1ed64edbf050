using CharityLink.Web.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(BrowserFirst))]

namespace CharityLink.Web.Tests.Support;

/// <summary>Begins with what takes longest, so that nobody waits for it alone at the end.</summary>
public sealed class BrowserFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(one => one.TestCollectionDisplayName == Shared.Browser).ThenByDescending(one => one.TestCollectionDisplayName == Shared.Projects)];
}
