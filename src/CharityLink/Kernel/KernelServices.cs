using System.Reflection;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Kernel;

/// <summary>Puts the pipeline together. Order matters: trace, who may, well-formed, once, retry, handler.</summary>
public static class KernelServices
{
    /// <summary>MediatR with this assembly's handlers and the behaviours every command passes.</summary>
    public static IServiceCollection AddKernel(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<CommandContext>();
        services.AddScoped<Aggregates>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Trace<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorise<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(OnceOnly<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(RetryOnConflict<,>));
        foreach (var (contract, handler) in Handlers(typeof(KernelServices).Assembly))
        {
            services.AddScoped(contract, handler);
        }

        return services;
    }

    /// <summary>A read model, reachable as itself (for its queries) and by the host that feeds it.</summary>
    public static IServiceCollection AddReadModel<TModel>(this IServiceCollection services) where TModel : class, IReadModel =>
        services.AddSingleton<TModel>().AddSingleton<IReadModel>(provider => provider.GetRequiredService<TModel>());

    private static IEnumerable<(Type Contract, Type Handler)> Handlers(Assembly assembly) =>
        from handler in assembly.GetTypes()
        where handler is { IsAbstract: false, IsGenericTypeDefinition: false }
        from contract in handler.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
        select (contract, handler);
}
