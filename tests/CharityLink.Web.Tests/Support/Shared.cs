namespace CharityLink.Web.Tests.Support;

/// <summary>Names of the sites that several classes share: starting one takes longer than most classes do. Classes of one name take turns.</summary>
internal static class Shared
{
    public const string Reading = "reading", Giving = "giving", Projects = "projects", Organisations = "organisations", Delivery = "delivery", Browser = "browser", Stripe = "stripe", KeptCards = "kept cards";
}

/// <summary>Nothing is changed here, so that pages can be compared with each other.</summary>
[CollectionDefinition(Shared.Reading)]
public sealed class ReadingSite : ICollectionFixture<SiteHost>;

/// <summary>Gifts and promises, each under an id of its own.</summary>
[CollectionDefinition(Shared.Giving)]
public sealed class GivingSite : ICollectionFixture<SiteHost>;

/// <summary>Projects, each under an id of its own.</summary>
[CollectionDefinition(Shared.Projects)]
public sealed class ProjectSite : ICollectionFixture<SiteHost>;

/// <summary>Organisations that are registered and changed.</summary>
[CollectionDefinition(Shared.Organisations)]
public sealed class OrganisationSite : ICollectionFixture<SiteHost>;

/// <summary>Projects that are carried out, and their files.</summary>
[CollectionDefinition(Shared.Delivery)]
public sealed class DeliverySite : ICollectionFixture<SiteHost>;

/// <summary>One browser and the site it looks at.</summary>
[CollectionDefinition(Shared.Browser)]
public sealed class BrowserSite : ICollectionFixture<BrowserFixture>;

/// <summary>A site that is paid through Stripe, and a stand-in for Stripe: what givers pay themselves.</summary>
[CollectionDefinition(Shared.Stripe)]
public sealed class StripeGivingSite : ICollectionFixture<Giving.Payments.StripeSite>;

/// <summary>Another such site, for cards that are charged later: promises and regular gifts.</summary>
[CollectionDefinition(Shared.KeptCards)]
public sealed class KeptCardsSite : ICollectionFixture<Giving.Payments.StripeSite>;
