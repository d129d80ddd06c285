"""Each promise of the portal and the tests that fail when it is broken."""

ACCESS = "access/test_access.py::test_nobody_gets_further_than_the_table_says"
PROMISES = {
    "1. What is said in a neighborhood is seen by its people and by nobody else": [
        ACCESS,
        "search/test_search.py::test_posts_are_found_by_those_inside_and_by_nobody_else",
        "search/test_search.py::test_a_post_for_neighbors_only_is_not_found_by_the_worker",
        "notifications/test_telling.py::test_people_of_another_neighborhood_are_not_told",
        "notifications/test_telling.py::test_neighbors_only_is_not_told_to_workers",
        "accounts/test_staff.py::test_a_residents_id_in_the_address_is_no_id",
        "core/test_middleware.py::test_what_is_personal_is_stored_by_nobody",
    ],
    "2. The municipality sees a post only if its author shared it": [
        ACCESS,
        "search/test_search.py::test_a_post_shared_with_the_municipality_is_not_found_by_officers_on_the_site",
        "neighborhoods/test_cast.py::test_the_cast_reads_what_each_may",
    ],
    # 3, private conversations, are not built yet: there is no model to break it.
    "4. Municipal figures are aggregates that cannot be traced": [
        "core/test_figures.py::test_a_small_count_is_not_told",
        "core/test_figures.py::test_one_small_part_cannot_be_worked_out_from_the_whole",
        "core/test_figures.py::test_what_is_hidden_is_never_fewer_than_the_threshold",
        "neighborhoods/test_viewsets.py::test_small_numbers_of_members_are_not_told",
    ],
    "5. Neighbors see name and street, never number, e-mail or phone": [
        ACCESS,
        "neighborhoods/test_viewsets.py::test_no_screen_shows_a_member_an_address_or_a_way_to_reach_anybody",
        "accounts/test_staff.py::test_no_list_shows_a_resident",
    ],
    "6. Absent and forbidden look the same": [
        ACCESS,
        "core/test_policies.py::test_absent_and_forbidden_are_the_same_error",
        "accounts/test_sign_in.py::test_a_wrong_password_and_an_unknown_address_get_the_same_page",
        "accounts/test_sign_in.py::test_asking_for_a_mail_tells_nothing",
        "accounts/test_staff.py::test_inviting_a_resident_looks_like_inviting_anybody",
        "neighborhoods/test_join.py::test_every_dead_code_gives_one_answer",
        "neighborhoods/test_join.py::test_an_address_with_an_account_sees_the_same_page_and_gets_another_mail",
    ],
    "7. Answers to an anonymous survey cannot be joined to a person": [
        "participation/test_anonymity.py::test_waiting_and_kept_answers_have_no_column_that_leads_to_a_person",
        "participation/test_anonymity.py::test_no_order_on_disk_tells_who_answered_what",
        "participation/test_anonymity.py::test_the_measure_finds_the_link_in_a_naive_design",
        "participation/test_anonymity.py::test_a_killed_process_loses_and_doubles_nothing",
    ],
    "8. Nothing that was accepted is lost, nothing is told after access ended": [
        "kill/test_killed_worker.py::test_ten_kills_lose_nobody_and_repeat_no_campaign",
        "notifications/test_sending.py::test_nothing_is_sent_after_it_was_queued",
        "notifications/test_sending.py::test_nothing_is_sent_after_it_was_claimed",
        "notifications/test_telling.py::test_same_thing_twice_is_one_notice",
        "notifications/test_telling.py::test_expansion_goes_on_where_it_was",
        "notifications/test_telling.py::test_notice_rolls_back_with_what_happened",
        "campaigns/test_sending.py::test_a_second_press_sends_nothing_twice",
        "accounts/test_staff.py::test_a_lost_mail_is_sent_by_the_sweeper",
    ],
    # Export and erasure themselves are not built yet; the register that they will read is.
    "9. Everything a person gave can be taken along and away": [
        "core/test_personal_data.py::test_every_field_that_could_be_personal_is_registered",
        "core/test_personal_data.py::test_nothing_of_a_person_goes_by_cascade_but_what_is_theirs_alone",
        "core/test_personal_data.py::test_every_key_to_a_person_says_what_erasure_does",
    ],
    "10. Everything works with a keyboard, a screen reader and without JavaScript": [
        "neighborhoods/test_join.py::test_four_screens_and_one_is_in",
        "participation/test_answering.py::test_member_answers_and_is_thanked",
        "accounts/test_profile.py::test_every_page_of_the_account_opens_in_every_language",
    ],
    "11. Residents' content is plain models, never Wagtail pages": [
        "core/test_personal_data.py::test_residents_rows_keep_no_revisions",
        "core/test_personal_data.py::test_pages_hold_nothing_about_a_person",
    ],
}

# Whatever else may run twice, the first answer of these counts.
FOLDERS = ("access/", "kill/", "promises/")
KEPT_BY = frozenset(test for tests in PROMISES.values() for test in tests)


def has_one_try(node_id: str) -> bool:
    """Whether that test keeps a promise: one that fails now and then would hide that it is broken."""
    test = node_id.removeprefix("tests/").split("[")[0]
    return test.startswith(FOLDERS) or test in KEPT_BY
