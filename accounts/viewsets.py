"""The dashboard's screens for dashboard accounts and roles: staff, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import DeleteView as GroupDeleteView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import (
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from core.errors import DomainError
from core.policies import get_allowed_or_404

from . import services
from .desk_forms import InvitationDeskForm, StaffForm
from .policies import role_policy, staff_policy
from .roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from .models import User


class StaffFilterSet(UserFilterSet):
    is_superuser = None


class StaffIndexView(IndexView):
    """Staff alone, found by name or e-mail; no bulk actions and no export."""

    page_title = gettext_lazy("Dashboard accounts")
    add_item_label = gettext_lazy("Invite somebody")
    list_export: list[str] = []

    def get_base_queryset(self) -> QuerySet[User]:
        return staff_policy.allowed(self.request.user, "view").select_related("wagtail_userprofile")

    @property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(UserColumn)
        return [
            title(
                "name",
                accessor=lambda person: person.get_full_name(),
                label=gettext_lazy("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
            ),
            Column("email", label=gettext_lazy("E-mail address"), sort_key="email"),
            Column(
                "roles",
                accessor=lambda person: ", ".join(group.name for group in person.groups.all()),
                label=gettext_lazy("Roles"),
            ),
            BooleanColumn("is_active", label=gettext_lazy("Active"), sort_key="is_active"),
            DateColumn("last_login", label=gettext_lazy("Last login"), sort_key="last_login"),
        ]

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().prefetch_related("groups")

    def get_copy_url(self, instance: User) -> None:
        return None


class StaffObjectMixin:
    """The object comes from the policy: a resident's id in the address is as good as no id."""

    policy_action = "change"
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        return get_allowed_or_404(
            staff_policy, self.request.user, self.policy_action, pk=self.kwargs["pk"]
        )


class InviteView(CreateView):
    """Writes an invitation and says the same whoever the address belongs to."""

    page_title = gettext_lazy("Invite somebody")
    submit_button_label = gettext_lazy("Send the invitation")

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_form_class(self) -> type[InvitationDeskForm]:
        return InvitationDeskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        kwargs.pop("for_user", None)
        return kwargs

    def form_valid(self, form: InvitationDeskForm) -> HttpResponse:
        services.invite_staff(by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, _("The invitation is on its way. The link in it works for seven days.")
        )
        return redirect(self.index_url_name)


class StaffEditView(StaffObjectMixin, EditView):
    def get_form_class(self) -> type[StaffForm]:
        return StaffForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("editing_self", None)
        return kwargs

    def save_instance(self) -> User:
        return services.change_staff(
            person=self.object, by=cast("User", self.request.user), **self.form.cleaned_data
        )

    def form_valid(self, form: StaffForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)


class StaffDeleteView(StaffObjectMixin, DeleteView):
    """Ends the dashboard account. The person, perhaps a resident too, stays."""

    policy_action = "delete"
    page_title = gettext_lazy("End the dashboard account")
    success_message = gettext_lazy("The dashboard account has ended.")

    @property
    def confirmation_message(self) -> str:
        return _("Take the roles and the dashboard away from this person? What they made stays.")

    def delete_action(self) -> None:
        services.end_staff_account(person=self.object, by=cast("User", self.request.user))


class StaffHistoryView(StaffObjectMixin, HistoryView):
    policy_action = "view"

    def get_users_queryset(self) -> QuerySet[User]:
        return super().get_users_queryset().filter(is_staff=True)


class StaffViewSet(UserViewSet):
    """Staff and nobody else: every screen starts from ``staff_policy``."""

    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "wagtailadmin/generic/index_results.html"
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    delete_template_name = "wagtailadmin/generic/confirm_delete.html"

    index_view_class = StaffIndexView
    add_view_class = InviteView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    filterset_class = StaffFilterSet
    menu_label = gettext_lazy("Dashboard accounts")
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        # "Used by" would list what a person owns; copying an account makes no sense.
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name not in ("copy", "usage", "inspect")
        ]


class RoleForm(GroupForm):
    """A role's name is what policies look for, so it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.name in list(Role):
            self.fields["name"].disabled = True


class RoleDeleteView(GroupDeleteView):
    """Wagtail asks the policy about groups in general only; which one is asked here."""

    def get_object(self, queryset: QuerySet[Group] | None = None) -> Group:
        return get_allowed_or_404(role_policy, self.request.user, "delete", pk=self.kwargs["pk"])


class RoleViewSet(GroupViewSet):
    """The roles and their permissions, for those who manage staff (``role_policy``)."""

    delete_view_class = RoleDeleteView

    menu_label = gettext_lazy("Roles")

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return RoleForm
